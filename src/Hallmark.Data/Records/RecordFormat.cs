using System.Buffers.Binary;
using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Data.Records;

/// <summary>
/// The canonical bytes of a record: its cells in schema order, nothing between them. One value has one encoding.
/// <code>
/// cell     00                       missing
///          01 value                 present
/// float64  8 bytes                  IEEE 754 bits, big-endian; every NaN is 7ff8000000000000, -0 is +0, infinities stay
/// int64    8 bytes                  two's complement, big-endian
/// boolean  1 byte                   00 false, 01 true
/// date     8 bytes                  days since 1970-01-01, two's complement, big-endian; years 1 to 9999, as the next two
/// datetime 8 bytes                  microseconds since 1970-01-01T00:00:00, two's complement, big-endian
/// instant  8 bytes                  the same in UTC
/// text     4 bytes n, n bytes       n big-endian, at most 1,048,576; UTF-8 as given, not normalised
/// </code>
/// A record's leaf hash is SHA-256(00 || record), the leaf of RFC 9162.
/// </summary>
public static class RecordFormat
{
    /// <summary>Longest text cell, in bytes of UTF-8.</summary>
    public const int TextLimit = 1 << 20;

    internal const byte Missing = 0;
    internal const byte Present = 1;
    internal const ulong CanonicalNaN = 0x7ff8_0000_0000_0000;

    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The value itself, but +0 for -0 and one NaN for all.</summary>
    public static double Canonical(double value) => BitConverter.UInt64BitsToDouble(CanonicalBits(value));

    internal static ulong CanonicalBits(double value) =>
        value == 0 ? 0 : double.IsNaN(value) ? CanonicalNaN : BitConverter.DoubleToUInt64Bits(value);

    /// <summary>Bytes of a present cell's value without its tag; -1 for text, whose length varies.</summary>
    internal static int ValueLength(ColumnType type) => type switch
    {
        ColumnType.Text => -1,
        ColumnType.Boolean => 1,
        _ => sizeof(ulong),
    };

    /// <summary>
    /// Length of the cell that <paramref name="bytes"/> begins with, tag included, looking only at framing: the tag, the text
    /// length, the end of the bytes. Returns -1 and says why when the framing is broken.
    /// </summary>
    internal static int Frame(ColumnType type, ReadOnlySpan<byte> bytes, out string problem)
    {
        problem = "ends before its first byte";
        if (bytes.IsEmpty)
        {
            return -1;
        }
        if (bytes[0] == Missing)
        {
            return 1;
        }
        if (bytes[0] != Present)
        {
            problem = $"begins with {bytes[0]:x2}, which is neither missing nor present";
            return -1;
        }
        problem = "ends inside its value";
        int length = ValueLength(type);
        if (length < 0)
        {
            if (bytes.Length < 5)
            {
                return -1;
            }
            uint textLength = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
            if (textLength > TextLimit)
            {
                problem = $"has {textLength} bytes of text, more than {TextLimit}";
                return -1;
            }
            length = 4 + (int)textLength;
        }
        return length < bytes.Length ? 1 + length : -1;
    }

    /// <summary>Appends one framed cell to <paramref name="column"/>; false with a reason when its value is not canonical.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> cell, ColumnBuffer column, out string problem)
    {
        problem = "";
        if (cell[0] == Missing)
        {
            column.AddMissing();
            return true;
        }
        ReadOnlySpan<byte> value = cell[1..];
        switch (column.Type)
        {
            case ColumnType.Text:
                problem = "is not UTF-8";
                if (!Utf8Valid(value[4..]))
                {
                    return false;
                }
                column.Add(Utf8.GetString(value[4..]));
                return true;
            case ColumnType.Boolean:
                if (value[0] > 1)
                {
                    problem = $"is {value[0]:x2}, which is neither false nor true";
                    return false;
                }
                column.Add(value[0] == 1);
                return true;
            case ColumnType.Float64:
                ulong bits = BinaryPrimitives.ReadUInt64BigEndian(value);
                if (bits != CanonicalBits(BitConverter.UInt64BitsToDouble(bits)))
                {
                    problem = $"has the bits {bits:x16}, which stand for a number with another encoding";
                    return false;
                }
                column.Add(BitConverter.UInt64BitsToDouble(bits));
                return true;
            case ColumnType.Int64:
                column.Add(BinaryPrimitives.ReadInt64BigEndian(value));
                return true;
            default:
                long moment = BinaryPrimitives.ReadInt64BigEndian(value);
                if (!MomentText.IsInRange(column.Type, moment))
                {
                    problem = $"is {moment}, which lies beyond the years 1 to 9999";
                    return false;
                }
                column.AddMoment(moment);
                return true;
        }
    }

    /// <summary>Writes one cell.</summary>
    internal static void Write(ColumnBuffer column, int record, Stream target)
    {
        if (column.IsMissing(record))
        {
            target.WriteByte(Missing);
            return;
        }
        target.WriteByte(Present);
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        switch (column.Type)
        {
            case ColumnType.Text:
                byte[] text = Utf8.GetBytes(column.Texts[record]!);
                BinaryPrimitives.WriteUInt32BigEndian(value, (uint)text.Length);
                target.Write(value[..sizeof(uint)]);
                target.Write(text);
                break;
            case ColumnType.Boolean:
                target.WriteByte((byte)column.Bits[record]);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(value, column.Bits[record]);
                target.Write(value);
                break;
        }
    }

    /// <summary>Decodes exactly one record into <paramref name="target"/>.</summary>
    /// <exception cref="MalformedException">Broken framing, a value that is not canonical, or trailing bytes; names the column.</exception>
    public static void Read(ReadOnlySpan<byte> record, RecordBuffer target)
    {
        ArgumentNullException.ThrowIfNull(target);
        int length = ReadNext(record, target, 0);
        if (length != record.Length)
        {
            throw new MalformedException("record", $"is followed by {record.Length - length} more bytes");
        }
    }

    /// <summary>Decodes the record that <paramref name="bytes"/> begins with and returns its length.</summary>
    internal static int ReadNext(ReadOnlySpan<byte> bytes, RecordBuffer target, int record)
    {
        int position = 0;
        for (int i = 0; i < target.Schema.Columns.Count; i++)
        {
            Column column = target.Schema.Columns[i];
            int length = Frame(column.Type, bytes[position..], out string problem);
            if (length < 0 || !TryRead(bytes.Slice(position, length), target[i], out problem))
            {
                throw new MalformedException($"record {record}, field '{column.Name}'", problem);
            }
            position += length;
        }
        return position;
    }

    private static bool Utf8Valid(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
