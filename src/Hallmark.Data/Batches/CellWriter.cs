using System.Buffers.Binary;
using System.Security.Cryptography;
using Hallmark.Data.Records;

namespace Hallmark.Data.Batches;

/// <summary>
/// Writes the cells of one column to two places: into each record of the content and, one after the other, into the column's
/// digest. Column by column, so that the type is looked at once and not once per cell.
/// </summary>
internal static class CellWriter
{
    private const int ChunkSize = 8 << 10;

    /// <summary>
    /// Adds each cell's encoded length to <paramref name="lengths"/>; returns false with the record of a text that cannot be encoded.
    /// </summary>
    public static bool TryMeasure(ColumnBuffer column, Span<int> lengths, out int bad)
    {
        bad = -1;
        int fixedLength = RecordFormat.ValueLength(column.Type);
        ReadOnlySpan<bool> present = column.Present;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (fixedLength >= 0)
            {
                lengths[i] += present[i] ? 1 + fixedLength : 1;
                continue;
            }
            int bytes = present[i] ? TextLength(column.Texts[i]!) : -4;
            if (bytes > RecordFormat.TextLimit || bytes == -1)
            {
                bad = i;
                return false;
            }
            lengths[i] += 1 + 4 + bytes;
        }
        return true;
    }

    /// <summary>
    /// Writes the cells at <paramref name="cursors"/>, moves those on, and puts the column's digest into <paramref name="digest"/>.
    /// </summary>
    public static void Write(ColumnBuffer column, string name, byte[] content, Span<int> cursors, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ContentFormat.ColumnPrefix(name));
        if (column.Type == ColumnType.Text)
        {
            WriteTexts(column.Texts, content, cursors, hash);
        }
        else
        {
            WriteBits(column, content, cursors, hash);
        }
        hash.GetHashAndReset(digest);
    }

    private static void WriteBits(ColumnBuffer column, byte[] content, Span<int> cursors, IncrementalHash hash)
    {
        ReadOnlySpan<bool> present = column.Present;
        ReadOnlySpan<ulong> bits = column.Bits;
        bool single = column.Type == ColumnType.Boolean;
        Span<byte> chunk = stackalloc byte[ChunkSize];
        int used = 0;
        for (int i = 0; i < cursors.Length; i++)
        {
            Span<byte> cell = chunk[used..];
            int length = single ? 2 : 1 + sizeof(ulong);
            cell[0] = RecordFormat.Present;
            if (!present[i])
            {
                cell[0] = RecordFormat.Missing;
                length = 1;
            }
            else if (single)
            {
                cell[1] = (byte)bits[i];
            }
            else
            {
                BinaryPrimitives.WriteUInt64BigEndian(cell[1..], bits[i]);
            }
            cell[..length].CopyTo(content.AsSpan(cursors[i]));
            cursors[i] += length;
            used += length;
            if (used > ChunkSize - (1 + sizeof(ulong)))
            {
                hash.AppendData(chunk[..used]);
                used = 0;
            }
        }
        hash.AppendData(chunk[..used]);
    }

    private static void WriteTexts(ReadOnlySpan<string?> texts, byte[] content, Span<int> cursors, IncrementalHash hash)
    {
        byte[] chunk = new byte[ChunkSize];
        int used = 0;
        for (int i = 0; i < cursors.Length; i++)
        {
            Span<byte> target = content.AsSpan(cursors[i]);
            int length = WriteText(texts[i], target);
            cursors[i] += length;
            if (used + length > ChunkSize)
            {
                hash.AppendData(chunk.AsSpan(0, used));
                used = 0;
            }
            if (length > ChunkSize)
            {
                hash.AppendData(target[..length]);
                continue;
            }
            target[..length].CopyTo(chunk.AsSpan(used));
            used += length;
        }
        hash.AppendData(chunk.AsSpan(0, used));
    }

    private static int WriteText(string? text, Span<byte> target)
    {
        if (text is null)
        {
            target[0] = RecordFormat.Missing;
            return 1;
        }
        target[0] = RecordFormat.Present;
        int bytes = RecordFormat.Utf8.GetBytes(text, target[5..]);
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)bytes);
        return 5 + bytes;
    }

    private static int TextLength(string text)
    {
        try
        {
            return RecordFormat.Utf8.GetByteCount(text);
        }
        catch (System.Text.EncoderFallbackException)
        {
            return -1;
        }
    }
}
