namespace Hallmark.Evidence;

/// <summary>
/// Head of a block: chains to the previous header and is a tree head over all entries so far. Its bytes are a deterministic
/// CBOR map; its hash is their SHA-256. See <c>docs/formats/block.md</c>.
/// </summary>
public sealed record BlockHeader
{
    public const int CurrentFormat = 1;

    /// <summary>Version of the contracts' rules that decided this block's outcomes.</summary>
    public required int Rules { get; init; }

    public required Digest Ledger { get; init; }

    public required BlockHeight Height { get; init; }

    /// <summary>Hash of the header before; the ledger's id at height 0.</summary>
    public required Digest Previous { get; init; }

    /// <summary>Sealing time in milliseconds since 1970-01-01 UTC; never before the previous block's.</summary>
    public required long Time { get; init; }

    public required EntryIndex FirstEntry { get; init; }

    /// <summary>Number of entries in this block, at least 1.</summary>
    public required int Entries { get; init; }

    /// <summary>RFC 9162 root over all entries from genesis to the end of this block.</summary>
    public required Digest TreeRoot { get; init; }

    /// <summary>RFC 9162 root over the encoded outcomes of this block, one leaf for each entry.</summary>
    public required Digest OutcomesRoot { get; init; }

    /// <summary>Running digest: SHA-256(previous state root || SHA-256 of this block's write set).</summary>
    public required Digest StateRoot { get; init; }

    public required string Engine { get; init; }

    public TreeSize Size => new(FirstEntry.Value + (ulong)Entries);

    public Digest Hash => Digest.Of(ToBytes());

    public byte[] ToBytes() => new CborMapWriter()
        .Integer("format", CurrentFormat)
        .Integer("rules", Rules)
        .Digest("ledger", Ledger)
        .Integer("height", Height.Value)
        .Digest("previous", Previous)
        .Integer("time", Time)
        .Integer("firstEntry", FirstEntry.Value)
        .Integer("entries", Entries)
        .Digest("treeRoot", TreeRoot)
        .Digest("outcomesRoot", OutcomesRoot)
        .Digest("stateRoot", StateRoot)
        .Text("engine", Engine)
        .ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static BlockHeader Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "header");
        map.Integer("format", CurrentFormat, CurrentFormat);
        var header = new BlockHeader
        {
            Rules = (int)map.Integer("rules", 1, int.MaxValue),
            Ledger = map.Digest("ledger"),
            Height = new BlockHeight((ulong)map.Integer("height")),
            Previous = map.Digest("previous"),
            Time = map.Integer("time"),
            FirstEntry = new EntryIndex((ulong)map.Integer("firstEntry")),
            Entries = (int)map.Integer("entries", 1, int.MaxValue),
            TreeRoot = map.Digest("treeRoot"),
            OutcomesRoot = map.Digest("outcomesRoot"),
            StateRoot = map.Digest("stateRoot"),
            Engine = map.Text("engine", 16),
        };
        map.End();
        return header;
    }
}
