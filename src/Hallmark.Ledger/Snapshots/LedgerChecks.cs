using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>
/// CRC-32C of each MiB of a ledger's blocks, by which opening from a snapshot notices damage in blocks that it does not replay.
/// Against accidents, at the speed of reading; a forger's changes are the audit's to find, and of whoever reads the block.
/// </summary>
internal static class LedgerChecks
{
    private const int ChunkSize = 1 << 20;

    /// <param name="end">End of the last block that is covered; the first page, whose marks change, is not.</param>
    /// <returns>Four bytes, big-endian, for each MiB.</returns>
    public static byte[] Of(ILedgerStorage storage, long end)
    {
        int chunks = (int)((end - LedgerFile.PageSize + ChunkSize - 1) / ChunkSize);
        byte[] checks = new byte[4 * chunks];
        Parallel.For(0, chunks, () => new byte[ChunkSize], (i, _, buffer) =>
        {
            long offset = LedgerFile.PageSize + ((long)i * ChunkSize);
            int length = storage.Read(offset, buffer.AsSpan(0, (int)Math.Min(ChunkSize, end - offset)));
            BinaryPrimitives.WriteUInt32BigEndian(checks.AsSpan(4 * i), Crc(buffer.AsSpan(0, length)));
            return buffer;
        }, _ => { });
        return checks;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }
        foreach (byte last in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, last);
        }
        return ~crc;
    }
}
