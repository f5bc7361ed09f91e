using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>Cells of the values that an Arrow file holds.</summary>
internal static class ArrowValues
{
    private const long MillisecondsOfDay = 86_400_000;

    /// <summary>Why a type has no cells, as the end of a sentence; null where it has.</summary>
    public static string? Problem(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Dictionary => Problem(((DictionaryType)type).ValueType),
        ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView or ArrowTypeId.FixedSizedBinary =>
            $"holds bytes ({type.Name}) that are no text, which are no cells",
        ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.FixedSizeList or ArrowTypeId.ListView or ArrowTypeId.LargeListView
            or ArrowTypeId.Struct => "holds lists of lists or of structures, which are no cells",
        _ => IsRead(type) ? null : $"is of the type {type.Name}, which is not read",
    };

    public static bool IsNumber(IArrowType type) =>
        type is NumberType or Decimal32Type or Decimal64Type or Decimal128Type or Decimal256Type;

    /// <summary>Sets a cell to the value at an index; missing where it is.</summary>
    /// <exception cref="DecoderFallbackException">A text that is not UTF-8.</exception>
    /// <exception cref="OverflowException">A time outside of the years 1 to 9999.</exception>
    public static void Set(IArrowArray array, int index, CellRows rows, int row, int field)
    {
        if (array.IsNull(index))
        {
            return;
        }
        switch (array)
        {
            case BooleanArray values:
                rows.Set(row, field, values.GetValue(index)!.Value);
                break;
            case FloatArray values:
                rows.Set(row, field, (double)values.Values[index]);
                break;
            case DoubleArray values:
                rows.Set(row, field, values.Values[index]);
                break;
            case HalfFloatArray values:
                rows.Set(row, field, (double)values.Values[index]);
                break;
            case UInt64Array values:
                rows.Set(row, field, values.Values[index]);
                break;
            case StringArray values:
                SetText(rows, row, field, values.GetBytes(index));
                break;
            case LargeStringArray values:
                SetText(rows, row, field, values.GetBytes(index));
                break;
            case StringViewArray values:
                SetText(rows, row, field, values.GetBytes(index));
                break;
            case FixedSizeBinaryArray values when IsNumber(array.Data.DataType):
                CellValues.SetDecimal(rows, row, field, new BigInteger(values.GetBytes(index)), ScaleOf(array.Data.DataType));
                break;
            case DictionaryArray values:
                Set(values.Dictionary, checked((int)Integer(values.Indices, index)), rows, row, field);
                break;
            case Date32Array values:
                rows.SetText(row, field, CellValues.Date(values.Values[index]));
                break;
            case Date64Array values when values.Values[index] % MillisecondsOfDay == 0:
                rows.SetText(row, field, CellValues.Date(values.Values[index] / MillisecondsOfDay));
                break;
            case Date64Array values:
                rows.SetText(row, field, CellValues.Timestamp(values.Values[index], 1_000, ""));
                break;
            case TimestampArray values:
                var timestamp = (TimestampType)values.Data.DataType;
                string zone = string.IsNullOrEmpty(timestamp.Timezone) ? "" : "Z";
                rows.SetText(row, field, CellValues.Timestamp(values.Values[index], PerSecond(timestamp.Unit), zone));
                break;
            case Time32Array values:
                rows.SetText(row, field, CellValues.Time(values.Values[index], PerSecond(((Time32Type)values.Data.DataType).Unit)));
                break;
            case Time64Array values:
                rows.SetText(row, field, CellValues.Time(values.Values[index], PerSecond(((Time64Type)values.Data.DataType).Unit)));
                break;
            default:
                rows.Set(row, field, Integer(array, index));
                break;
        }
    }

    /// <summary>The elements of a list as JSON, the exact digits of numbers among them.</summary>
    public static string ListText(IArrowArray values, int start, int count)
    {
        var list = new StringBuilder("[");
        using var element = new CellRows(1);
        for (int i = 0; i < count && list.Length <= RecordFormat.TextLimit; i++)
        {
            element.Clear();
            element.AddRow(1);
            Set(values, start + i, element, 0, 0);
            string text = element.Text(0, 0, default).ToString();
            bool quoted = !IsNumber(values.Data.DataType) && values is not BooleanArray;
            list.Append(i > 0 ? ", " : "").Append(
                element.IsMissing(0, 0) ? "null" : quoted ? $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"" : text);
        }
        return list.Append(']').ToString();
    }

    private static bool IsRead(IArrowType type) => IsNumber(type) || type.TypeId is ArrowTypeId.Boolean or ArrowTypeId.String
        or ArrowTypeId.LargeString or ArrowTypeId.StringView or ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp
        or ArrowTypeId.Time32 or ArrowTypeId.Time64 or ArrowTypeId.Duration or ArrowTypeId.Null;

    private static void SetText(CellRows rows, int row, int field, ReadOnlySpan<byte> text)
    {
        if (text.Length > RecordFormat.TextLimit)
        {
            throw new InvalidDataException($"a text of {text.Length} bytes; a cell has at most {RecordFormat.TextLimit}");
        }
        CellValues.SetText(rows, row, field, text);
    }

    private static long Integer(IArrowArray array, int index) => array switch
    {
        Int8Array values => values.Values[index],
        Int16Array values => values.Values[index],
        Int32Array values => values.Values[index],
        Int64Array values => values.Values[index],
        UInt8Array values => values.Values[index],
        UInt16Array values => values.Values[index],
        UInt32Array values => values.Values[index],
        UInt64Array values => checked((long)values.Values[index]),
        DurationArray values => values.Values[index],
        _ => throw new InvalidDataException($"a column of the type {array.Data.DataType.Name}"),
    };

    private static int ScaleOf(IArrowType type) => type switch
    {
        Decimal32Type exact => exact.Scale,
        Decimal64Type exact => exact.Scale,
        Decimal128Type exact => exact.Scale,
        Decimal256Type exact => exact.Scale,
        _ => throw new InvalidDataException("no decimal"),
    };

    private static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
