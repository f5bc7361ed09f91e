using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Hallmark.Data.Sources;
using Hallmark.Sources.Columnar;

namespace Hallmark.Sources.Tests.Columnar;

/// <summary>Arrow files and streams, and damaged ones.</summary>
public sealed class ArrowSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.feather", true, null)]
    [InlineData("a.arrow", true, CompressionCodecType.Lz4Frame)]
    [InlineData("a.bin", true, CompressionCodecType.Zstd)]
    [InlineData("a.arrows", false, null)]
    [InlineData("b.bin", false, CompressionCodecType.Zstd)]
    public void Cells_are_read_exactly_from_files_and_streams_packed_or_not(string name, bool isFile, CompressionCodecType? codec)
    {
        string path = Write(name, isFile, codec, Mixed(0), Mixed(3));
        IRecordSource source = KnownSources.Open(path);
        Assert.IsType<ArrowSource>(source);
        Assert.Equal(
            [
                "i:Int64", "u:Text", "f:Float64", "b:Boolean", "s:Text", "d:Float64", "day:Date", "at:Instant", "place.zip:Text",
                "v[0]:Float64", "v[1]:Float64", "w:Text", "class:Text",
            ],
            SourceCells.Columns(source));
        string[] expected =
        [
            "0|18446744073709551615|0.5|true|Éva|1.5|2024-02-29|2024-02-29T01:02:03.000004Z|01234|1|2|[1]|x",
            "1|1||false||-0.25|||||||y",
            "2|2|2.5||z|||1969-12-31T23:59:59.999999Z|9|3|4|[1, 2]|x",
        ];
        string[] rows = SourceCells.Rows(source, 4, threads: 3);
        Assert.Equal(6, rows.Length);
        Assert.Equal(expected, rows[..3]);
        Assert.Equal("3" + expected[0][1..], rows[3]);
        Assert.Equal(rows, SourceCells.Rows(source, 100));
    }

    [Fact]
    public void Bytes_and_other_types_without_cells_are_refused_with_their_column()
    {
        using var bytes = new RecordBatch.Builder().Append("x", false, new BinaryArray.Builder().Append([1, 2]).Build()).Build();
        string path = Write("a.arrow", true, null, bytes);
        Assert.Contains("field 'x': holds bytes", SourceCells.Refusal(() => KnownSources.Open(path)));
    }

    [Fact]
    public void What_only_claims_to_be_such_a_file_is_refused()
    {
        string path = _folder.File("a.feather");
        File.WriteAllText(path, "a,b\n");
        Assert.EndsWith("begins neither as an Arrow file nor as an Arrow stream does.", SourceCells.Refusal(() => KnownSources.Open(path)));
        File.WriteAllText(path, "FEA1....");
        Assert.Contains("Feather file of version 1", SourceCells.Refusal(() => KnownSources.Open(path)));
        File.WriteAllText(path, "ARROW1");
        Assert.Contains("is no Arrow file that can be read", SourceCells.Refusal(() => KnownSources.Open(path)));
    }

    [Fact]
    public void Fields_nested_without_end_or_shared_without_measure_are_refused_before_anything_follows_them()
    {
        Assert.Contains("nested deeper than 64", SourceCells.Refusal(() => KnownSources.Open(WriteNested("deep.arrows", 10_000, 1))));
        Assert.Contains("more than 131072 fields", SourceCells.Refusal(() => KnownSources.Open(WriteNested("wide.arrows", 50, 2))));
        Assert.DoesNotContain("fields", SourceCells.Refusal(() => KnownSources.Open(WriteNested("some.arrows", 5, 1))));
    }

    [Fact]
    public void A_file_that_was_cut_off_or_damaged_anywhere_is_refused_or_read_and_nothing_else()
    {
        foreach (bool isFile in (bool[])[true, false])
        {
            byte[] good = File.ReadAllBytes(Write("good", isFile, CompressionCodecType.Lz4Frame, Mixed(0), Mixed(3)));
            string path = _folder.File("damaged.arrow");
            var random = new Random(7);
            int refused = 0;
            for (int trial = 0; trial < 600; trial++)
            {
                byte[] bytes = [.. good];
                for (int change = 0; change <= trial % 4; change++)
                {
                    bytes[random.Next(8, good.Length)] = (byte)random.Next(256);
                }
                File.WriteAllBytes(path, trial % 3 == 0 ? good[..random.Next(8, good.Length)] : bytes);
                try
                {
                    SourceCells.Rows(KnownSources.Open(path));
                }
                catch (SourceException)
                {
                    refused++;
                }
            }
            Assert.InRange(refused, 100, 600);
        }
    }

    private static RecordBatch Mixed(int first)
    {
        var days = new Date32Array.Builder().Append(new DateTime(2024, 2, 29)).AppendNull().AppendNull();
        var at = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "Europe/Paris"))
            .Append(new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero).AddTicks(40)).AppendNull()
            .Append(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-10));
        var price = new Decimal128Array.Builder(new Decimal128Type(20, 2)).Append(1.50m).Append(-0.25m).AppendNull();
        var vector = new ListArray.Builder(DoubleType.Default);
        var numbers = (DoubleArray.Builder)vector.ValueBuilder;
        vector.Append();
        numbers.Append(1).Append(2);
        vector.AppendNull();
        vector.Append();
        numbers.Append(3).Append(4);
        var uneven = new ListArray.Builder(Int16Type.Default);
        var shorts = (Int16Array.Builder)uneven.ValueBuilder;
        uneven.Append();
        shorts.Append(1);
        uneven.AppendNull();
        uneven.Append();
        shorts.Append(1).Append(2);
        StringArray zip = new StringArray.Builder().Append("01234").Append("hidden").Append("9").Build();
        var place = new StructArray(
            new StructType([new Field("zip", StringType.Default, true)]), 3, [zip],
            new ArrowBuffer.BitmapBuilder().Append(true).Append(false).Append(true).Build(), 1);
        var classes = new DictionaryArray(
            new DictionaryType(Int8Type.Default, StringType.Default, false),
            new Int8Array.Builder().Append(0).Append(1).Append(0).Build(), new StringArray.Builder().Append("x").Append("y").Build());
        return new RecordBatch.Builder()
            .Append("i", false, new Int32Array.Builder().AppendRange([first, first + 1, first + 2]).Build())
            .Append("u", false, new UInt64Array.Builder().AppendRange([ulong.MaxValue, 1, 2]).Build())
            .Append("f", true, new FloatArray.Builder().Append(0.5f).Append(float.NaN).Append(2.5f).Build())
            .Append("b", true, new BooleanArray.Builder().Append(true).Append(false).AppendNull().Build())
            .Append("s", true, new StringArray.Builder().Append("Éva").Append("").Append("z").Build())
            .Append("d", true, price.Build())
            .Append("day", true, days.Build())
            .Append("at", true, at.Build())
            .Append("place", true, place)
            .Append("v", true, vector.Build())
            .Append("w", true, uneven.Build())
            .Append("class", false, classes)
            .Build();
    }

    private string Write(string name, bool isFile, CompressionCodecType? codec, params RecordBatch[] batches)
    {
        string path = _folder.File(name);
        using FileStream file = File.Create(path);
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = new CompressionCodecFactory() };
        using ArrowStreamWriter writer = isFile
            ? new ArrowFileWriter(file, batches[0].Schema, leaveOpen: true, options)
            : new ArrowStreamWriter(file, batches[0].Schema, leaveOpen: true, options);
        foreach (RecordBatch batch in batches)
        {
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
        return path;
    }

    /// <summary>A stream whose schema is fields in fields, each with so many children that are one and the same.</summary>
    private string WriteNested(string name, int depth, int shared)
    {
        var bytes = new List<byte>();
        int Int32(int value)
        {
            bytes.AddRange(BitConverter.GetBytes(value));
            return bytes.Count - 4;
        }
        // A table with one field at a number, whose offset is set later.
        int Table(int number)
        {
            int start = bytes.Count;
            int length = 4 + (2 * (number + 1));
            bytes.AddRange(BitConverter.GetBytes((ushort)length));
            bytes.AddRange(BitConverter.GetBytes((ushort)8));
            for (int i = 0; i <= number; i++)
            {
                bytes.AddRange(BitConverter.GetBytes((ushort)(i == number ? 4 : 0)));
            }
            int table = Int32(bytes.Count - start);
            Int32(0);
            return table;
        }
        void Refer(int from, int to)
        {
            byte[] offset = BitConverter.GetBytes(to - from);
            for (int i = 0; i < 4; i++)
            {
                bytes[from + i] = offset[i];
            }
        }
        int root = Int32(0);
        int message = Table(2);
        Refer(root, message);
        int holder = Table(1);
        Refer(message + 4, holder);
        for (int level = 0; level < depth; level++)
        {
            int vector = Int32(shared);
            Refer(holder + 4, vector);
            int[] places = [.. Enumerable.Range(0, shared).Select(_ => Int32(0))];
            holder = Table(5);
            foreach (int place in places)
            {
                Refer(place, holder);
            }
        }
        Refer(holder + 4, Int32(0));
        string path = _folder.File(name);
        File.WriteAllBytes(path, [0xFF, 0xFF, 0xFF, 0xFF, .. BitConverter.GetBytes(bytes.Count), .. bytes]);
        return path;
    }
}
