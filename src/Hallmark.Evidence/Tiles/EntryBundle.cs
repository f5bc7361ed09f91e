using System.Buffers.Binary;

namespace Hallmark.Evidence.Tiles;

/// <summary>The entries behind a tile of level 0 (C2SP tlog-tiles): up to 256, each after its length as a big-endian u16.</summary>
public static class EntryBundle
{
    /// <summary>Most bytes in a full bundle.</summary>
    public const int MaxBytes = TileId.FullWidth * (2 + ushort.MaxValue);

    /// <exception cref="ArgumentException">No entry, more than 256, or one above 65,535 bytes.</exception>
    public static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, TileId.FullWidth, nameof(entries));
        byte[] bytes = new byte[entries.Sum(entry => 2 + entry.Length)];
        int at = 0;
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, ushort.MaxValue, nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)entry.Length);
            entry.Span.CopyTo(bytes.AsSpan(at + 2));
            at += 2 + entry.Length;
        }
        return bytes;
    }

    /// <param name="bytes">Exactly <paramref name="width"/> entries; trailing bytes are refused.</param>
    /// <exception cref="MalformedException">Another number of entries, or one that is cut off.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bytes, int width)
    {
        var entries = new ReadOnlyMemory<byte>[width];
        ReadOnlyMemory<byte> rest = bytes;
        for (int i = 0; i < width; i++)
        {
            int length = rest.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest.Span);
            if (length > rest.Length - 2)
            {
                throw new MalformedException("entry bundle", $"ends inside entry {i} of {width}");
            }
            entries[i] = rest.Slice(2, length);
            rest = rest[(2 + length)..];
        }
        return rest.IsEmpty ? entries : throw new MalformedException("entry bundle", $"has {rest.Length} bytes behind its {width} entries");
    }
}
