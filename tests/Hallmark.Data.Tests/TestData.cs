using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Tests;

internal static class TestData
{
    public static Schema Mixed { get; } = new(
        [
            new Column("weight", ColumnType.Float64, 0, 100),
            new Column("count", ColumnType.Int64),
            new Column("note", ColumnType.Text),
            new Column("alive", ColumnType.Boolean),
            new Column("class", ColumnType.Text),
        ],
        "class",
        ["no", "yes"]);

    /// <summary>Records of <see cref="Mixed"/> that use every encoding, the same for the same seed.</summary>
    public static RecordBuffer Records(int count, int seed = 1)
    {
        var random = new Random(seed);
        var records = new RecordBuffer(Mixed);
        for (int i = 0; i < count; i++)
        {
            AddRecord(records, random);
        }
        return records;
    }

    public static CsvSource Csv(string text, string name = "data.csv", string? label = null) =>
        new(() => new MemoryStream(Encoding.UTF8.GetBytes(text)), name, new SourceRoles(label));

    public static CsvSource Csv(string text, SourceRoles roles) =>
        new(() => new MemoryStream(Encoding.UTF8.GetBytes(text)), "data.csv", roles);

    public static CsvSource Csv(byte[] bytes) => new(() => new MemoryStream(bytes), "data.csv");

    private static void AddRecord(RecordBuffer records, Random random)
    {
        AddOrMissing(records[0], random, column => column.Add(random.NextDouble() * 100));
        AddOrMissing(records[1], random, column => column.Add(random.NextInt64()));
        AddOrMissing(records[2], random, column => column.Add(new string((char)('à' + random.Next(20)), random.Next(30))));
        AddOrMissing(records[3], random, column => column.Add(random.Next(2) == 1));
        records[4].Add(random.Next(3) == 0 ? "yes" : "no");
    }

    private static void AddOrMissing(ColumnBuffer column, Random random, Action<ColumnBuffer> add)
    {
        if (random.Next(10) == 0)
        {
            column.AddMissing();
        }
        else
        {
            add(column);
        }
    }
}
