namespace Hallmark.Evidence.Bundles;

/// <summary>A sealed header with those of its block's entries that a bundle needs; with none where it only seals the others.</summary>
/// <param name="HeaderBytes">As they were sealed.</param>
/// <param name="Entries">In order of their indices, all of this block.</param>
public sealed record BundledBlock(
    BlockHeader Header, ReadOnlyMemory<byte> HeaderBytes, ReadOnlyMemory<byte> Seal, IReadOnlyList<BundledEntry> Entries)
{
    private const int MaxEntries = 50_000;

    internal CborMapWriter ToMap() => new CborMapWriter()
        .Bytes("header", HeaderBytes.ToArray())
        .Bytes("seal", Seal.ToArray())
        .Maps("entries", Entries.Select(entry => entry.ToMap()));

    internal static BundledBlock Read(CborMap map)
    {
        byte[] header = map.Bytes("header");
        var block = new BundledBlock(
            BlockHeader.Read(header), header, map.Bytes("seal", Seals.SealKinds.MaxSealBytes),
            [.. map.Maps("entries", MaxEntries).Select(BundledEntry.Read)]);
        map.End();
        foreach (BundledEntry entry in block.Entries)
        {
            if (entry.Index < block.Header.FirstEntry || !entry.Index.IsWithin(block.Header.Size))
            {
                throw new MalformedException("bundle.entry", $"{entry.Index} is not in block {block.Header.Height}, under which it stands");
            }
        }
        return block;
    }
}

/// <summary>An entry with its way to the root that the bundle's last header seals.</summary>
/// <param name="Path">Lowest sibling first.</param>
public sealed record BundledEntry(EntryIndex Index, Statement Statement, IReadOnlyList<Digest> Path)
{
    private const int MaxPath = 64;

    internal CborMapWriter ToMap() =>
        new CborMapWriter().Entry("index", Index).Bytes("statement", Statement.Bytes.ToArray()).Digests("path", Path);

    internal static BundledEntry Read(CborMap map)
    {
        byte[] bytes = map.Bytes("statement");
        var entry = new BundledEntry(map.Entry("index"), Statement.Read(bytes), map.Digests("path", MaxPath));
        map.End();
        return entry.Statement.Bytes.Span.SequenceEqual(bytes)
            ? entry
            : throw new MalformedException("bundle.statement", $"of entry {entry.Index} has an unprotected header, which nothing covers");
    }
}
