using ParquetSharp;

namespace Hallmark.Sources.Columnar;

/// <summary>What the values of a column of a Parquet file mean.</summary>
internal enum ParquetMeaning
{
    Boolean,
    Signed,
    Unsigned,
    Float,
    Float16,
    Text,
    Uuid,
    Decimal,
    Date,
    Time,
    Timestamp,
}

/// <summary>A column of a Parquet file, and what becomes of it.</summary>
/// <param name="Leaf">Its number among the file's columns.</param>
/// <param name="Name">The way to it, without what lists put between.</param>
/// <param name="Meaning">What its values mean.</param>
internal sealed record ParquetColumn(int Leaf, string Name, ParquetMeaning Meaning)
{
    /// <summary>Digits behind the point of a decimal.</summary>
    public int Scale { get; init; }

    /// <summary>Parts of a second that a time counts; bytes of a value of fixed length.</summary>
    public long Unit { get; init; } = 1;

    /// <summary>Whether a time is of a known place, which is then Greenwich.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Level at which there is a value.</summary>
    public short ValueLevel { get; init; }

    /// <summary>Level at which a list has an element, be it missing; 0 where it is no list.</summary>
    public short ElementLevel { get; init; }

    /// <summary>Numbers in every list; 0 where it is no list, or one that becomes text.</summary>
    public int VectorLength { get; init; }

    public bool IsList => ElementLevel > 0;

    public bool IsNumber =>
        Meaning is ParquetMeaning.Signed or ParquetMeaning.Unsigned or ParquetMeaning.Decimal || IsFloat;

    private bool IsFloat => Meaning is ParquetMeaning.Float or ParquetMeaning.Float16;

    public bool IsQuoted => !IsNumber && Meaning != ParquetMeaning.Boolean;

    public IEnumerable<string> Columns => VectorLength == 0
        ? [Name]
        : Enumerable.Range(0, VectorLength).Select(place => FormattableString.Invariant($"{Name}[{place}]"));

    /// <summary>What a column means, or null where its values are bytes or something that has no cell.</summary>
    public static ParquetColumn? Of(int leaf, string name, ColumnDescriptor column)
    {
        using LogicalType logical = column.LogicalType;
        ParquetColumn? found = (column.PhysicalType, logical) switch
        {
            (_, DecimalLogicalType exact) => new(leaf, name, ParquetMeaning.Decimal) { Scale = exact.Scale },
            (_, DateLogicalType) => new(leaf, name, ParquetMeaning.Date),
            (_, TimeLogicalType time) => new(leaf, name, ParquetMeaning.Time) { Unit = PerSecond(time.TimeUnit) },
            (_, TimestampLogicalType time) =>
                new(leaf, name, ParquetMeaning.Timestamp) { Unit = PerSecond(time.TimeUnit), IsUtc = time.IsAdjustedToUtc },
            (PhysicalType.Int96, _) => new(leaf, name, ParquetMeaning.Timestamp) { Unit = PerSecond(TimeUnit.Nanos) },
            (PhysicalType.Boolean, _) => new(leaf, name, ParquetMeaning.Boolean),
            (PhysicalType.Int32 or PhysicalType.Int64, IntLogicalType { IsSigned: false }) => new(leaf, name, ParquetMeaning.Unsigned),
            (PhysicalType.Int32 or PhysicalType.Int64, _) => new(leaf, name, ParquetMeaning.Signed),
            (PhysicalType.Float or PhysicalType.Double, _) => new(leaf, name, ParquetMeaning.Float),
            (PhysicalType.ByteArray, { Type: LogicalTypeEnum.String or LogicalTypeEnum.Enum or LogicalTypeEnum.Json }) =>
                new(leaf, name, ParquetMeaning.Text),
            (PhysicalType.FixedLenByteArray, { Type: LogicalTypeEnum.Uuid }) => new(leaf, name, ParquetMeaning.Uuid),
            (PhysicalType.FixedLenByteArray, { Type: LogicalTypeEnum.Float16 }) => new(leaf, name, ParquetMeaning.Float16),
            _ => null,
        };
        return column.PhysicalType == PhysicalType.FixedLenByteArray && found is not null ? found with { Unit = column.TypeLength } : found;
    }

    private static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Millis => 1_000,
        TimeUnit.Micros => 1_000_000,
        _ => 1_000_000_000,
    };
}
