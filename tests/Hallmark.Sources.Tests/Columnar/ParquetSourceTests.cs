using Hallmark.Data.Sources;
using Hallmark.Sources.Columnar;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;
using ParquetSharp;

namespace Hallmark.Sources.Tests.Columnar;

/// <summary>Parquet files of two other writers, and damaged ones.</summary>
public sealed class ParquetSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cells_of_a_managed_writer_are_read_exactly()
    {
        Patient[] patients =
        [
            new()
            {
                Id = 1, Big = ulong.MaxValue, Weight = 70.25, Small = 0.1f, Name = "Éva", Ok = true, Price = 1.50m,
                Fine = 1.2345678901234567891m,
                Born = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc).AddTicks(5_000_000),
                At = new Place { Zip = "01234", Floor = 3 },
                Embedding = [1.5, 2], Tags = ["a", "b\"c"],
            },
            new() { Id = 2, Embedding = [3, -4], Tags = [] },
            new() { Id = -3, Weight = double.NaN, Name = "", Ok = false, Embedding = null, At = new Place { Floor = 4 } },
        ];
        string path = _folder.File("a.parquet");
        await using (FileStream file = File.Create(path))
        {
            await ParquetSerializer.SerializeAsync(
                patients, file, new Parquet.ParquetOptions { RowGroupSize = 2 }, null, TestContext.Current.CancellationToken);
        }
        IRecordSource source = KnownSources.Open(path);
        Assert.IsType<ParquetSource>(source);
        Assert.Equal(
            [
                "Id:Int64", "Big:Text", "Weight:Float64", "Small:Float64", "Name:Text", "Ok:Boolean", "Price:Float64", "Fine:Text",
                "Born:Instant",
                "At.Zip:Text", "At.Floor:Int64", "Embedding[0]:Float64", "Embedding[1]:Float64", "Tags:Text",
            ],
            SourceCells.Columns(source));
        Assert.Equal(
            [
                "1|18446744073709551615|70.25|0.10000000149011612|Éva|true|1.5|1.2345678901234567891|2024-02-29T01:02:03.5Z|01234|3|1.5|2|"
                    + """["a", "b\"c"]""",
                "2|0||0||||||||3|-4|[]",
                "-3|0||0||false||||" + "|4|||",
            ],
            SourceCells.Rows(source, 2));
    }

    [Theory]
    [InlineData(Compression.Uncompressed)]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    [InlineData(Compression.Brotli)]
    [InlineData(Compression.Lz4)]
    public void A_file_is_the_same_whatever_its_packing_and_row_groups_and_whatever_pieces_it_is_read_in(Compression compression)
    {
        string path = WriteNumbers(compression, groups: 3, rowsInGroup: 2_500);
        IRecordSource source = KnownSources.Open(path);
        string[] rows = SourceCells.Rows(source, 10_000);
        Assert.Equal(7_500, rows.Length);
        Assert.Equal("0||t0|0|2020-01-01", rows[0]);
        Assert.Equal("7499|3749.5|t4|74.99|2040-07-13", rows[7_499]);
        Assert.Equal(rows, SourceCells.Rows(source, 333, threads: 4));
        Assert.Equal(["i:Int64", "x:Float64", "s:Text", "d:Float64", "day:Date"], SourceCells.Columns(source));
    }

    [Fact]
    public void A_packed_file_is_unpacked_to_disk_and_read_there()
    {
        string path = WriteNumbers(Compression.Snappy, groups: 1, rowsInGroup: 10);
        string packed = _folder.File("b.parquet.gz");
        using (var target = new System.IO.Compression.GZipStream(File.Create(packed), System.IO.Compression.CompressionLevel.Fastest))
        {
            target.Write(File.ReadAllBytes(path));
        }
        Assert.Equal(SourceCells.Rows(KnownSources.Open(path)), SourceCells.Rows(KnownSources.Open(packed)));
    }

    [Fact]
    public void A_reader_that_is_let_go_in_the_middle_leaves_nothing_that_calls_back_when_memory_is_collected()
    {
        string path = WriteNumbers(Compression.Snappy, groups: 2, rowsInGroup: 3_000);
        for (int trial = 0; trial < 20; trial++)
        {
            Begin(path);
        }
        for (int round = 0; round < 4; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(6_000, SourceCells.Rows(KnownSources.Open(path), 1_000).Length);

        static void Begin(string path)
        {
            using IRowReader reader = KnownSources.Open(path).Open();
            reader.Next(10)?.Dispose();
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_their_column()
    {
        string path = _folder.File("a.parquet");
        using (var file = new ParquetFileWriter(path, [new Column<byte[]>("picture")]))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            using LogicalColumnWriter<byte[]> column = group.NextColumn().LogicalWriter<byte[]>();
            column.WriteBatch([[1, 2]]);
            file.Close();
        }
        Assert.Contains("field 'picture': holds bytes", SourceCells.Refusal(() => KnownSources.Open(path)));
    }

    [Fact]
    public void Lists_of_several_lengths_are_text_and_lists_of_lists_are_refused()
    {
        string path = _folder.File("a.parquet");
        using (var file = new ParquetFileWriter(path, [new Column<int?[]>("v"), new Column<long[]>("w")]))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            group.NextColumn().LogicalWriter<int?[]>().WriteBatch([[1, null], [], null!, [3]]);
            group.NextColumn().LogicalWriter<long[]>().WriteBatch([[1, 2], [3, 4], null!, [5, 6]]);
            file.Close();
        }
        Assert.Equal(["v:Text", "w[0]:Int64", "w[1]:Int64"], SourceCells.Columns(KnownSources.Open(path)));
        Assert.Equal(["[1, null]|1|2", "[]|3|4", "||", "[3]|5|6"], SourceCells.Rows(KnownSources.Open(path)));
        using (var file = new ParquetFileWriter(path, [new Column<int[][]>("v")]))
        {
            using RowGroupWriter group = file.AppendRowGroup();
            group.NextColumn().LogicalWriter<int[][]>().WriteBatch([[[1]]]);
            file.Close();
        }
        Assert.Contains("field 'v': holds lists of lists", SourceCells.Refusal(() => KnownSources.Open(path)));
    }

    [Fact]
    public void What_only_claims_to_be_such_a_file_is_refused()
    {
        string path = _folder.File("a.parquet");
        File.WriteAllText(path, "a,b\n1,2\n");
        Assert.EndsWith("does not begin as a Parquet file does.", SourceCells.Refusal(() => KnownSources.Open(path)));
        File.WriteAllText(path, "");
        Assert.EndsWith("does not begin as a Parquet file does.", SourceCells.Refusal(() => KnownSources.Open(path)));
        File.WriteAllText(path, "PAR1");
        Assert.Contains("is no Parquet file that can be read", SourceCells.Refusal(() => KnownSources.Open(path)));
        Assert.Contains(".parquet", SourceCells.Refusal(() => KnownSources.Open(SharedCases.Require("43_fake.parquet"))));
    }

    [Fact]
    public void A_file_that_was_cut_off_or_damaged_anywhere_is_refused_or_read_and_nothing_else()
    {
        byte[] good = File.ReadAllBytes(WriteNumbers(Compression.Snappy, groups: 2, rowsInGroup: 40));
        string path = _folder.File("damaged.parquet");
        var random = new Random(5);
        int refused = 0;
        for (int trial = 0; trial < 600; trial++)
        {
            byte[] bytes = [.. good];
            if (trial % 3 == 0)
            {
                bytes = bytes[..random.Next(good.Length)];
            }
            else
            {
                for (int change = 0; change <= trial % 4; change++)
                {
                    int from = trial % 2 == 0 ? Math.Max(0, good.Length - 700) : 0; // the footer says most
                    bytes[random.Next(from, good.Length)] = (byte)random.Next(256);
                }
            }
            File.WriteAllBytes(path, bytes);
            try
            {
                SourceCells.Rows(KnownSources.Open(path));
            }
            catch (SourceException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 250, 600);
    }

    /// <summary>By the native writer: numbers, missing ones, texts, decimals, days.</summary>
    private string WriteNumbers(Compression compression, int groups, int rowsInGroup)
    {
        string path = _folder.File("numbers.parquet");
        Column[] columns =
        [
            new Column<int>("i"), new Column<double?>("x"), new Column<string>("s"),
            new Column<decimal>("d", LogicalType.Decimal(29, 2)), new Column<Date>("day"),
        ];
        using var file = new ParquetFileWriter(path, columns, compression);
        for (int group = 0; group < groups; group++)
        {
            int[] rows = [.. Enumerable.Range(group * rowsInGroup, rowsInGroup)];
            using RowGroupWriter writer = file.AppendRowGroup();
            writer.NextColumn().LogicalWriter<int>().WriteBatch(rows);
            writer.NextColumn().LogicalWriter<double?>().WriteBatch([.. rows.Select(row => row % 3 == 0 ? (double?)null : row / 2.0)]);
            writer.NextColumn().LogicalWriter<string>().WriteBatch([.. rows.Select(row => $"t{row % 5}")]);
            writer.NextColumn().LogicalWriter<decimal>().WriteBatch([.. rows.Select(row => row / 100m)]);
            writer.NextColumn().LogicalWriter<Date>().WriteBatch([.. rows.Select(row => new Date(18262 + row))]);
        }
        file.Close();
        return path;
    }

    private sealed class Patient
    {
        public int Id { get; set; }

        public ulong Big { get; set; }

        public double? Weight { get; set; }

        public float Small { get; set; }

        public string? Name { get; set; }

        public bool? Ok { get; set; }

        [ParquetDecimal(18, 2)]
        public decimal? Price { get; set; }

        [ParquetDecimal(38, 19)]
        public decimal? Fine { get; set; }

        [ParquetTimestamp(ParquetTimestampResolution.Microseconds, isAdjustedToUTC: true)]
        public DateTime? Born { get; set; }

        public Place? At { get; set; }

        public List<double>? Embedding { get; set; }

        public List<string>? Tags { get; set; }
    }

    private sealed class Place
    {
        public string? Zip { get; set; }

        public int? Floor { get; set; }
    }
}
