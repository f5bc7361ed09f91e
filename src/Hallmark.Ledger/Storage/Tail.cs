using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Evidence.Seals;

namespace Hallmark.Ledger.Storage;

/// <summary>
/// What stands behind the last block that holds. A crash leaves at most one torn group there: its own header may be whole, but no
/// later one can be. A sealed header of a later block was committed once: there the mark was moved back, and nothing may be cut.
/// Lengths may be damaged, so headers are looked for by their first bytes, wherever they are.
/// </summary>
internal static class Tail
{
    private const int ChunkSize = 1 << 20;

    /// <summary>
    /// Most bytes that are looked through: far more than a crash leaves of a group. Whoever put more there, the reader does not wait for
    /// it, and nothing is cut.
    /// </summary>
    public const long LookLimit = 1L << 30;

    /// <summary>Longer than any header.</summary>
    private const int HeaderLimit = 4096;

    /// <summary>A header with its seal and the lengths in front of both is never cut apart by two chunks.</summary>
    private const int Overlap = 4 + HeaderLimit + 4 + SealKinds.MaxSealBytes;

    /// <summary>How every header begins: a map of twelve fields, of which "time" has the shortest name.</summary>
    private static readonly byte[] HeaderStart = [0xac, 0x64, .. "time"u8];

    /// <param name="file">The ledger's file.</param>
    /// <param name="offset">Where the first block that does not hold begins.</param>
    /// <param name="end">Length of the file.</param>
    /// <param name="seals">Tells which seals count.</param>
    /// <param name="torn">Height of the group that a crash may have torn.</param>
    /// <returns>Also true where so much stands there that it may.</returns>
    public static bool HidesSealedBlocks(LedgerFile file, long offset, long end, ISealVerifier seals, BlockHeight torn)
    {
        if (end - offset > LookLimit)
        {
            return true;
        }
        byte[] chunk = new byte[ChunkSize];
        for (long at = offset; at < end; at += ChunkSize - Overlap)
        {
            int length = file.Storage.Read(at, chunk.AsSpan(0, (int)Math.Min(ChunkSize, end - at)));
            if (HoldsLaterHeader(chunk.AsMemory(0, length), seals, torn))
            {
                return true;
            }
            if (length < ChunkSize)
            {
                break;
            }
        }
        return false;
    }

    private static bool HoldsLaterHeader(ReadOnlyMemory<byte> chunk, ISealVerifier seals, BlockHeight torn)
    {
        for (int at = 0; chunk.Span[at..].IndexOf(HeaderStart) is >= 0 and int found; at += found + 1)
        {
            if (IsLaterHeader(chunk, at + found, seals, torn))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a header with its length in front and its seal behind stands here, of a block that nobody can have torn.</summary>
    private static bool IsLaterHeader(ReadOnlyMemory<byte> chunk, int at, ISealVerifier seals, BlockHeight torn)
    {
        try
        {
            if (at < 4 || Part(chunk, at - 4, HeaderLimit) is not { } header
                || Part(chunk, at + header.Length, SealKinds.MaxSealBytes) is not { } seal)
            {
                return false;
            }
            var read = BlockHeader.Read(header);
            return read.Height.Value > torn.Value && seals.Verify(read, header.Span, seal) is SealVerdict.Good;
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    /// <summary>What follows a u32 length here; null where it does not fit.</summary>
    private static ReadOnlyMemory<byte>? Part(ReadOnlyMemory<byte> chunk, int at, int limit)
    {
        if (chunk.Length - at < 4)
        {
            return null;
        }
        uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk.Span[at..]);
        return length <= (uint)limit && length <= chunk.Length - at - 4 ? chunk.Slice(at + 4, (int)length) : null;
    }
}
