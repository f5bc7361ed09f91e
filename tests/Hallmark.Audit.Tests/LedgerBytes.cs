using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Ledger.Storage;

namespace Hallmark.Audit.Tests;

/// <summary>Where the parts of a ledger's file lie; walked by the published layout alone, without the program's own reader.</summary>
internal sealed class LedgerBytes
{
    private readonly byte[] _bytes;

    private LedgerBytes(byte[] bytes)
    {
        _bytes = bytes;
        int entry = 0;
        for (int at = LedgerFile.PageSize; at < bytes.Length;)
        {
            int start = at;
            int end = at + 4 + Length(at);
            at += 4;
            Part header = Take(ref at);
            Part seal = Take(ref at);
            int count = Length(at);
            at += 4;
            var entries = new List<EntryPart>();
            for (int i = 0; i < count; i++)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
                entries.Add(new EntryPart(entry++, Blocks.Count, new Part(at + 2, length), Statement.Read(bytes.AsMemory(at + 2, length))));
                at += 2 + length;
            }
            Part[] outcomes = [.. Enumerable.Range(0, count).Select(_ => Take(ref at))];
            Assert.Equal(end, at);
            Blocks.Add(new BlockBytes(Blocks.Count, start, end, header, seal, entries, outcomes));
        }
    }

    public List<BlockBytes> Blocks { get; } = [];

    public IEnumerable<EntryPart> Entries => Blocks.SelectMany(block => block.Entries);

    public static LedgerBytes Read(string path) => new(File.ReadAllBytes(path));

    public static LedgerBytes Of(byte[] file) => new(file);

    public EntryPart Only(string kind, string subject) =>
        Entries.Single(entry => entry.Statement.Kind == kind && entry.Statement.Subject == subject);

    public Part OutcomeOf(EntryPart entry) => Blocks[entry.Height].Outcomes[entry.Index - Blocks[entry.Height].Entries[0].Index];

    /// <summary>File position of <paramref name="wanted"/> within a part.</summary>
    public long Find(Part part, ReadOnlySpan<byte> wanted)
    {
        int at = _bytes.AsSpan(part.Offset, part.Length).IndexOf(wanted);
        Assert.True(at >= 0, "the bytes to tamper with are not there");
        return part.Offset + at;
    }

    public byte At(long position) => _bytes[position];

    /// <summary>Cuts the file behind a block and makes both marks say so: a rollback that looks perfect from inside.</summary>
    public static void RollBack(string path, BlockBytes last)
    {
        using FileStorage storage = FileStorage.Open(path);
        RollBack(storage, last);
    }

    /// <summary>The same for a file that need not lie on a disk.</summary>
    public static void RollBack(ILedgerStorage storage, BlockBytes last)
    {
        var file = new LedgerFile(storage);
        (Digest ledger, _) = file.ReadPage();
        byte[] header = new byte[last.Header.Length];
        storage.Read(last.Header.Offset, header);
        storage.Cut(last.End);
        file.Settle(ledger, new CommitMark(last.End, new BlockHeight((ulong)last.Height), Digest.Of(header)));
        storage.Flush(FlushPoint.Cut);
    }

    private int Length(int at) => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(at));

    private Part Take(ref int at)
    {
        var part = new Part(at + 4, Length(at));
        at += 4 + part.Length;
        return part;
    }
}

internal sealed record Part(int Offset, int Length);

internal sealed record EntryPart(int Index, int Height, Part Part, Statement Statement);

internal sealed record BlockBytes(
    int Height, int Start, int End, Part Header, Part Seal, IReadOnlyList<EntryPart> Entries, IReadOnlyList<Part> Outcomes);
