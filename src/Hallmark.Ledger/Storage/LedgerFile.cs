using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Storage;

/// <summary>How far the file was known to be durable when the mark was written.</summary>
/// <param name="Length">File length in bytes up to the end of that block.</param>
/// <param name="Height">That block's height.</param>
/// <param name="HeaderHash">Hash of its header.</param>
public sealed record CommitMark(long Length, BlockHeight Height, Digest HeaderHash);

/// <summary>
/// Layout of the ledger's one file, append-only behind a page of 4,096 bytes; numbers big-endian, unused bytes zero:
/// <code>
///    0  "HALLMARK" | u32 format (1) | 32 bytes ledger id
///  512  commit mark A: u64 length | u64 height | 32 bytes header hash | 32 bytes SHA-256("hallmark/mark" || ledger id || the 48 before)
/// 1024  commit mark B, the same
/// 4096  blocks: u32 length | BlockRecord
/// </code>
/// The two marks are written in turn, so that a torn write never takes both. A mark becomes durable with the flush of the group
/// after it; after a clean close both are equal. A mark that is not whole is a torn write only where bytes follow behind the
/// other one; where nothing does, it is damage (<see cref="Settle"/> sees to it).
/// </summary>
public sealed class LedgerFile(ILedgerStorage storage)
{
    public const int PageSize = 4096;

    /// <summary>Commit marks in a page that is whole.</summary>
    public const int MarkCount = 2;

    /// <summary>Bytes of the length in front of each block record.</summary>
    public const int LengthSize = 4;

    private const int Format = 1;
    private const int IdOffset = 12;
    private const int MarkSize = 48;
    private const int ReadAttempts = 3;
    private static readonly int[] MarkOffsets = [512, 1024];

    /// <summary>
    /// Stands behind the last block while the marks are settled: a length that no block has, so it counts as a torn tail.
    /// </summary>
    private static readonly byte[] Settling = [0, 0, 0, 0];
    private static readonly byte[] Magic = "HALLMARK"u8.ToArray();

    public ILedgerStorage Storage { get; } = storage;

    public static byte[] NewPage(Digest ledger)
    {
        byte[] page = new byte[PageSize];
        Magic.CopyTo(page, 0);
        BinaryPrimitives.WriteInt32BigEndian(page.AsSpan(8), Format);
        ledger.CopyTo(page.AsSpan(IdOffset));
        return page;
    }

    /// <summary>Reads the page. Both marks are answered where both are whole; a caller takes the further one.</summary>
    /// <exception cref="LedgerDamagedException">
    /// Not a ledger, another format, another ledger, no mark is whole, or one is not and nothing follows behind the other.
    /// </exception>
    public (Digest Ledger, IReadOnlyList<CommitMark> Marks) ReadPage()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return ReadPageOnce();
            }
            catch (LedgerDamagedException) when (attempt < ReadAttempts)
            {
                // A writer beside may have been at a mark at that moment; damage is there the next time, too.
            }
        }
    }

    /// <summary>Writes the mark into the place whose turn it is; durable only with the next flush.</summary>
    public void WriteMark(Digest ledger, CommitMark mark) =>
        Storage.Write(MarkOffsets[(int)(mark.Height.Value % 2)], EncodeMark(ledger, mark));

    /// <summary>
    /// Writes the mark into both places, at a clean close and after recovery, and cuts what is behind it. A process that dies in
    /// here leaves one whole mark and bytes behind it, as a torn group does; only with the cut, which comes last and cannot be
    /// torn, do both marks have to be whole.
    /// </summary>
    public void Settle(Digest ledger, CommitMark mark)
    {
        byte[] page = new byte[PageSize];
        Storage.Read(0, page);
        (int Offset, CommitMark? Mark)[] found = [.. MarkOffsets.Select(offset => (offset, ReadMark(page.AsSpan(offset), ledger)))];
        int[] stale = [.. found.Where(place => place.Mark != mark).OrderBy(place => place.Mark?.Length ?? 0).Select(place => place.Offset)];
        bool settled = stale.Length == 0 && Storage.Length == mark.Length;
        if (!settled)
        {
            WriteAgain(MarkOffsets[0], MarkOffsets[^1] + MarkSize + Digest.Size);
            WriteAgain(found.Max(place => place.Mark?.Length ?? mark.Length), mark.Length);
            Storage.Write(mark.Length, Settling);
        }
        Storage.Flush(FlushPoint.Settle);
        foreach (int offset in stale) // the furthest whole mark last
        {
            Storage.Write(offset, EncodeMark(ledger, mark));
            Storage.Flush(offset == stale[^1] ? FlushPoint.OtherMark : FlushPoint.StalerMark);
        }
        if (!settled)
        {
            Storage.Cut(mark.Length);
            Storage.Flush(FlushPoint.Cut);
        }
    }

    /// <summary>
    /// Whether nothing stands behind the last block but what <see cref="Settle"/> writes there for as long as it is at work: its process
    /// was killed before the cut. All that was ever written is there, unlike behind a torn group.
    /// </summary>
    /// <param name="offset">End of the last block.</param>
    /// <param name="end">Length of the file.</param>
    public bool IsSettling(long offset, long end)
    {
        Span<byte> tail = stackalloc byte[Settling.Length];
        return end - offset == Settling.Length && Storage.Read(offset, tail) == tail.Length && tail.SequenceEqual(Settling);
    }

    /// <summary>
    /// Puts a record with its length in front into <paramref name="buffer"/>, which grows where it has to; answers how long that is.
    /// </summary>
    public static int Frame(BlockRecord block, ref byte[] buffer)
    {
        int length = block.Length;
        if (buffer.Length < LengthSize + length)
        {
            buffer = new byte[LengthSize + Math.Max(length, 2 * buffer.Length)];
        }
        BinaryPrimitives.WriteInt32BigEndian(buffer, length);
        block.WriteTo(buffer.AsSpan(LengthSize, length));
        return LengthSize + length;
    }

    /// <summary>Reads the frame at <paramref name="offset"/>; null where the file ends before the frame does.</summary>
    /// <exception cref="MalformedException">A length that no block has.</exception>
    public byte[]? ReadFrame(long offset, long end)
    {
        Span<byte> prefix = stackalloc byte[4];
        if (offset + 4 > end || Storage.Read(offset, prefix) < 4)
        {
            return null;
        }
        int length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length <= 0)
        {
            throw new MalformedException("block length", $"is {length}");
        }
        if (length > end - offset - 4)
        {
            return null;
        }
        byte[] record = new byte[length];
        return Storage.Read(offset + 4, record) == length ? record : null;
    }

    public LedgerDamagedException Damaged(long offset, string reason, BlockHeight? height = null, EntryIndex? entry = null) =>
        new(Storage.Name, offset, height, entry, reason);

    /// <summary>
    /// Writes what can be read here once more. Where a flush failed, an operating system may hold as clean what never came to the
    /// disk: it is read back, and no later flush would write it.
    /// </summary>
    private void WriteAgain(long from, long to)
    {
        if (from < to)
        {
            byte[] bytes = new byte[to - from];
            Storage.Write(from, bytes.AsSpan(0, Storage.Read(from, bytes)));
        }
    }

    private (Digest Ledger, IReadOnlyList<CommitMark> Marks) ReadPageOnce()
    {
        byte[] page = new byte[PageSize];
        if (Storage.Read(0, page) < PageSize || !page.AsSpan(0, 8).SequenceEqual(Magic))
        {
            throw Damaged(0, "does not begin as a Hallmark ledger does");
        }
        int format = BinaryPrimitives.ReadInt32BigEndian(page.AsSpan(8));
        if (format != Format)
        {
            throw Damaged(8, $"has format {format}; this program knows {Format}");
        }
        Digest ledger = Digest.FromBytes(page.AsSpan(IdOffset, Digest.Size));
        RequireZeros(page);
        List<CommitMark> marks = [];
        foreach (int offset in MarkOffsets)
        {
            if (ReadMark(page.AsSpan(offset), ledger) is { } mark)
            {
                marks.Add(mark);
            }
        }
        if (marks.Count == 0)
        {
            throw page.AsSpan(MarkOffsets[0]).ContainsAnyExcept((byte)0)
                ? Damaged(IdOffset, $"has no commit mark that is whole under its ledger id {ledger}: that id is damaged, or both marks are")
                : Damaged(MarkOffsets[0], "has no commit mark: it was never finished");
        }
        if (marks.Count < MarkCount && Storage.Length == marks[0].Length)
        {
            int damaged = MarkOffsets.First(offset => ReadMark(page.AsSpan(offset), ledger) is null);
            throw Damaged(damaged, "has a damaged commit mark: nothing was being written when it was made");
        }
        return (ledger, marks);
    }

    private void RequireZeros(byte[] page)
    {
        for (int i = IdOffset + Digest.Size; i < PageSize; i++)
        {
            bool inMark = MarkOffsets.Any(offset => i >= offset && i < offset + MarkSize + Digest.Size);
            if (page[i] != 0 && !inMark)
            {
                throw Damaged(i, "has a byte where the first page is empty");
            }
        }
    }

    private static CommitMark? ReadMark(ReadOnlySpan<byte> bytes, Digest ledger)
    {
        Digest written = Digest.FromBytes(bytes.Slice(MarkSize, Digest.Size));
        ulong length = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var height = new BlockHeight(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return written == MarkDigest(ledger, bytes[..MarkSize]) && length <= long.MaxValue
            ? new CommitMark((long)length, height, Digest.FromBytes(bytes.Slice(16, Digest.Size)))
            : null;
    }

    private static byte[] EncodeMark(Digest ledger, CommitMark mark)
    {
        byte[] bytes = new byte[MarkSize + Digest.Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, mark.Length);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), mark.Height.Value);
        mark.HeaderHash.CopyTo(bytes.AsSpan(16));
        MarkDigest(ledger, bytes.AsSpan(0, MarkSize)).CopyTo(bytes.AsSpan(MarkSize));
        return bytes;
    }

    private static Digest MarkDigest(Digest ledger, ReadOnlySpan<byte> mark) =>
        Digest.Of([.. "hallmark/mark"u8, .. ledger.ToArray(), .. mark]);
}
