using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Features.Tests;

/// <summary>Records made in memory.</summary>
internal static class Records
{
    public static Schema Plants { get; } = new(
        [
            new Column("id", ColumnType.Int64), new Column("height", ColumnType.Float64), new Column("wet", ColumnType.Boolean),
            new Column("note", ColumnType.Text), new Column("count", ColumnType.Int64), new Column("kind", ColumnType.Text),
        ],
        "kind", ["daisy", "rose"]);

    /// <summary>Plants whose ids begin at a number; heights and counts are those given, or follow from the row.</summary>
    public static RecordBuffer Buffer(int count, long firstId, Func<int, double?>? height = null, Func<int, long?>? id = null)
    {
        var records = new RecordBuffer(Plants);
        for (int row = 0; row < count; row++)
        {
            Add(records[0], id is null ? firstId + row : id(row));
            Add(records[1], height is null ? row * 0.5 : height(row));
            records[2].Add(row % 2 == 0);
            records[3].Add($"plant {row}");
            records[4].Add((long)(row * 7 % 5));
            records[5].Add(row % 3 == 0 ? "rose" : "daisy");
        }
        return records;
    }

    public static RecordBatch Batch(RecordBuffer records) => BatchReader.Decode(BatchBuilder.Build(records).Content, records.Schema);

    private static void Add(ColumnBuffer column, long? value)
    {
        if (value is { } number)
        {
            column.Add(number);
        }
        else
        {
            column.AddMissing();
        }
    }

    private static void Add(ColumnBuffer column, double? value)
    {
        if (value is { } number)
        {
            column.Add(number);
        }
        else
        {
            column.AddMissing();
        }
    }
}
