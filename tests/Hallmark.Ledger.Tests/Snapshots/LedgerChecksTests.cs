using System.Buffers.Binary;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests.Snapshots;

/// <summary>The sums over a ledger's blocks, against CRC-32C bit by bit as RFC 3720 has it.</summary>
public sealed class LedgerChecksTests
{
    private const int MiB = 1 << 20;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(MiB - 1, 1)]
    [InlineData(MiB, 1)]
    [InlineData(MiB + 1, 2)]
    [InlineData((2 * MiB) - 5, 2)]
    public void Each_MiB_of_the_blocks_has_one_sum_and_the_first_page_none(int bytes, int sums)
    {
        byte[] file = new byte[LedgerFile.PageSize + bytes + 100]; // what stands behind the end is not covered
        new Random(bytes).NextBytes(file);
        byte[] checks = LedgerChecks.Of(new MemoryDisk(file), LedgerFile.PageSize + bytes);
        Assert.Equal(4 * sums, checks.Length);
        byte[][] chunks = [.. file[LedgerFile.PageSize..^100].Chunk(MiB)];
        Assert.All(
            chunks.Index(),
            chunk => Assert.Equal(Crc(chunk.Item), BinaryPrimitives.ReadUInt32BigEndian(checks.AsSpan(4 * chunk.Index))));
    }

    [Fact]
    public void The_sum_is_the_published_one() => Assert.Equal(0xe306_9283, Crc("123456789"u8.ToArray()));

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f6_3b78);
            }
        }
        return ~crc;
    }
}
