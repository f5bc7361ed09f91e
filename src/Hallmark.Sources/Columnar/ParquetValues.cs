using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using ParquetSharp;

namespace Hallmark.Sources.Columnar;

/// <summary>Cells of the values that a Parquet file holds, by their physical type and what they mean.</summary>
internal static class ParquetValues
{
    private const int JulianDayOf1970 = 2_440_588;
    private const long NanosecondsOfDay = 86_400_000_000_000;

    public static void Set(ParquetColumn column, bool value, CellRows rows, int row, int field) => rows.Set(row, field, value);

    public static void Set(ParquetColumn column, float value, CellRows rows, int row, int field) => rows.Set(row, field, (double)value);

    public static void Set(ParquetColumn column, double value, CellRows rows, int row, int field) => rows.Set(row, field, value);

    public static void Set(ParquetColumn column, int value, CellRows rows, int row, int field) =>
        Set(column, column.Meaning == ParquetMeaning.Unsigned ? unchecked((uint)value) : value, rows, row, field);

    public static void Set(ParquetColumn column, long value, CellRows rows, int row, int field)
    {
        switch (column.Meaning)
        {
            case ParquetMeaning.Unsigned:
                rows.Set(row, field, unchecked((ulong)value));
                break;
            case ParquetMeaning.Decimal:
                CellValues.SetDecimal(rows, row, field, value, column.Scale);
                break;
            case ParquetMeaning.Date:
                rows.SetText(row, field, CellValues.Date(value));
                break;
            case ParquetMeaning.Time:
                rows.SetText(row, field, CellValues.Time(value, column.Unit));
                break;
            case ParquetMeaning.Timestamp:
                rows.SetText(row, field, CellValues.Timestamp(value, column.Unit, column.IsUtc ? "Z" : ""));
                break;
            default:
                rows.Set(row, field, value);
                break;
        }
    }

    /// <summary>Nanoseconds of a day, and the Julian day.</summary>
    public static void Set(ParquetColumn column, Int96 value, CellRows rows, int row, int field)
    {
        ulong nanoseconds = unchecked(((ulong)(uint)value.B << 32) | (uint)value.A);
        Int128 moment = ((Int128)(value.C - (long)JulianDayOf1970) * NanosecondsOfDay) + nanoseconds;
        rows.SetText(row, field, CellValues.Timestamp(moment, column.Unit, ""));
    }

    /// <exception cref="DecoderFallbackException">A text that is not UTF-8, or longer than a cell can be.</exception>
    public static void Set(ParquetColumn column, ByteArray value, CellRows rows, int row, int field) =>
        Set(column, Bytes(value.Pointer, value.Length), rows, row, field);

    public static void Set(ParquetColumn column, FixedLenByteArray value, CellRows rows, int row, int field) =>
        Set(column, Bytes(value.Pointer, (int)column.Unit), rows, row, field);

    private static void Set(ParquetColumn column, byte[] bytes, CellRows rows, int row, int field)
    {
        switch (column.Meaning)
        {
            case ParquetMeaning.Decimal:
                CellValues.SetDecimal(rows, row, field, new BigInteger(bytes, isUnsigned: false, isBigEndian: true), column.Scale);
                break;
            case ParquetMeaning.Uuid:
                rows.SetText(row, field, new Guid(bytes, bigEndian: true).ToString());
                break;
            case ParquetMeaning.Float16:
                rows.Set(row, field, (double)BinaryPrimitives.ReadHalfLittleEndian(bytes));
                break;
            default:
                CellValues.SetText(rows, row, field, bytes);
                break;
        }
    }

    private static byte[] Bytes(IntPtr pointer, int length)
    {
        if (length is < 0 or > RecordFormat.TextLimit)
        {
            throw new InvalidDataException($"a value of {length} bytes; a cell has at most {RecordFormat.TextLimit}");
        }
        byte[] bytes = new byte[length];
        if (length > 0)
        {
            Marshal.Copy(pointer, bytes, 0, length);
        }
        return bytes;
    }
}
