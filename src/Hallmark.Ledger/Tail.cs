using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger;

/// <summary>
/// What stands behind the last block that holds. A crash leaves at most one torn group there, with nothing behind it. Whole sealed
/// blocks behind a broken one were committed once: there the mark was moved back, and nothing may be cut.
/// </summary>
internal static class Tail
{
    /// <param name="file">The ledger's file.</param>
    /// <param name="offset">Where the first block that does not hold begins.</param>
    /// <param name="end">Length of the file.</param>
    /// <param name="genesis">Names the ledger and the authority whose seals count.</param>
    public static bool HidesSealedBlocks(LedgerFile file, long offset, long end, Genesis genesis)
    {
        using var authority = new VerificationKey(genesis.Authority);
        bool first = true;
        while (TryFrame(file, offset, end) is { } frame)
        {
            if (!first && IsSealed(frame, authority, genesis.LedgerId))
            {
                return true;
            }
            first = false;
            offset += 4 + frame.Length;
        }
        return false;
    }

    private static byte[]? TryFrame(LedgerFile file, long offset, long end)
    {
        try
        {
            return file.ReadFrame(offset, end);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static bool IsSealed(byte[] frame, VerificationKey authority, Digest ledger)
    {
        try
        {
            BlockRecord block = BlockRecord.Read(frame);
            return Seal.Read(block.Seal).Verify(authority, block.Header.Span, BlockHeader.Read(block.Header).TreeRoot, ledger);
        }
        catch (MalformedException)
        {
            return false;
        }
    }
}
