using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Batches;

/// <summary>The bytes of every format, frozen: a change here makes every older batch unreadable.</summary>
public class FormatTests
{
    [Fact]
    public void Record_bytes_are_frozen()
    {
        var records = new RecordBuffer(TestData.Mixed);
        records[0].Add(-0.0);
        records[1].Add(-2L);
        records[2].Add("é\n");
        records[3].Add(true);
        records[4].Add("yes");
        records[0].Add(double.NaN);
        records[1].AddMissing();
        records[2].Add("");
        records[3].Add(false);
        records[4].Add("no");
        BatchContent batch = BatchBuilder.Build(records);
        RecordBatch read = BatchReader.Decode(batch.Content, TestData.Mixed);
        Assert.Equal("01000000000000000001fffffffffffffffe0100000003c3a90a01010100000003796573", Hex(read.RecordBytes(0)));
        Assert.Equal("017ff80000000000000001000000000100" + "01000000026e6f", Hex(read.RecordBytes(1)));
    }

    [Fact]
    public void Schema_bytes_are_frozen()
    {
        var schema = new Schema([new Column("x", ColumnType.Float64, 0, 1.5), new Column("y", ColumnType.Boolean)], "y", ["false", "true"]);
        Assert.Equal(
            "a4656c6162656c617967636c61737365738265" + "66616c7365647472756567636f6c756d6e7382"
            + "a4646e616d656178647479706567666c6f61743634676d6178696d756d483ff8000000000000676d696e696d756d480000000000000000"
            + "a2646e616d6561796474797065" + "67626f6f6c65616e" + "6776657273696f6e01",
            Hex(SchemaFormat.Write(schema)));
        Schema read = SchemaFormat.Read(SchemaFormat.Write(schema));
        Assert.Equal(schema.Digest, read.Digest);
        Assert.Equal(schema.Columns, read.Columns);
        Assert.Equal(schema.Classes, read.Classes);
    }

    [Fact]
    public void Content_and_roots_are_frozen()
    {
        BatchContent batch = BatchBuilder.Build(TestData.Records(21));
        Assert.StartsWith("484d42415443480000000001" + TestData.Mixed.Digest + "0000000000000015", Hex(batch.Content));
        Assert.Equal("f83c0fe7acc6af8ccb2fbe2d4c57afed7178ab4df9e2a5df645a6ca49eef44d6", Digest.Of(batch.Content.Span).ToString());
        Assert.Equal("d61f6bdc8f0cb53f855838a101fa8297fada419b2622b53128cb4b066e9e212b", batch.Root.ToString());
        Assert.Equal("a799ca58736b24546867fd9c8946b13612f945730220849eaa8cf7dbb44c5512", batch.ColumnsRoot.ToString());
    }

    /// <summary>The specification again, cell by cell, with nothing shared but the tree.</summary>
    [Fact]
    public void Roots_are_those_of_a_naive_oracle()
    {
        foreach (int count in new[] { 1, 2, 3, 7, 8, 9, 64, 1_000 })
        {
            RecordBuffer records = TestData.Records(count, count);
            BatchContent batch = BatchBuilder.Build(records);
            byte[][] rows = [.. Enumerable.Range(0, count).Select(
                row => Enumerable.Range(0, 5).SelectMany(c => Cell(records[c], row)).ToArray())];
            Assert.Equal(rows.SelectMany(row => row), batch.Content.ToArray().Skip(52));
            Assert.Equal(MerkleTree.Root([.. rows.Select(row => MerkleTree.LeafHash(row))]), batch.Root);
            byte[][] columns = [.. Enumerable.Range(0, 5).Select(c => SHA256.HashData(
                [
                    .. Encoding.UTF8.GetBytes($"hallmark/column/v1\0{TestData.Mixed.Columns[c].Name}\0"),
                    .. Enumerable.Range(0, count).SelectMany(r => Cell(records[c], r)),
                ]))];
            Assert.Equal(MerkleTree.Root([.. columns.Select(column => MerkleTree.LeafHash(column))]), batch.ColumnsRoot);
            Assert.Equal(columns.Select(column => Digest.FromBytes(column)), Enumerable.Range(0, 5).Select(batch.ColumnDigest));
            Assert.Equal(rows.Select(row => MerkleTree.LeafHash(row)), Enumerable.Range(0, count).Select(batch.Leaf));
            Assert.Equal(count, batch.ClassCounts.Sum());
        }
    }

    [Fact]
    public void Decoding_gives_back_what_was_encoded() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(double Number, long Integer, string? Text, bool Flag)>(), value =>
        {
            string clean = new([.. (value.Text ?? "").Where(c => !char.IsSurrogate(c))]);
            var records = new RecordBuffer(TestData.Mixed);
            records[0].Add(value.Number);
            records[1].Add(value.Integer);
            records[2].Add(clean);
            records[3].Add(value.Flag);
            records[4].Add("no");
            RecordBatch read = BatchReader.Decode(BatchBuilder.Build(records).Content, TestData.Mixed);
            return read[0].Number(0).Equals(value.Number) && read[1].Text(0) == CellText.Of(value.Integer)
                && read[2].Text(0) == clean && read[3].Number(0) == (value.Flag ? 1 : 0) && read.Labels[0] == 0;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("02", "begins with 02")]
    [InlineData("018000000000000000", "another encoding")]
    [InlineData("017ff0000000000001", "another encoding")]
    [InlineData("0100", "ends inside its value")]
    [InlineData("", "ends before its first byte")]
    [InlineData("0000", "followed by 1 more bytes")]
    public void Decoder_refuses_a_bad_number(string hex, string reason) => Refuses(ColumnType.Float64, hex, reason);

    [Theory]
    [InlineData("0102", "neither false nor true")]
    public void Decoder_refuses_a_bad_boolean(string hex, string reason) => Refuses(ColumnType.Boolean, hex, reason);

    [Theory]
    [InlineData("0100000001ff", "not UTF-8")]
    [InlineData("0100000003eda080", "not UTF-8")]
    [InlineData("0100100001", "more than 1048576")]
    [InlineData("01ffffffff", "more than 1048576")]
    [InlineData("0100000002" + "61", "ends inside")]
    public void Decoder_refuses_a_bad_text(string hex, string reason) => Refuses(ColumnType.Text, hex, reason);

    [Fact]
    public void Schema_reader_names_what_is_wrong()
    {
        CborMapWriter column = new CborMapWriter().Text("name", "x").Text("type", "float32");
        byte[] bytes = new CborMapWriter().Integer("version", 1).Maps("columns", [column]).Texts("classes", []).ToBytes();
        Assert.Contains("float32", Assert.Throws<MalformedException>(() => SchemaFormat.Read(bytes)).Message);
        Assert.Throws<MalformedException>(() => SchemaFormat.Read(new byte[] { 1, 2, 3 }));
        Assert.Throws<MalformedException>(() => SchemaFormat.Read(SchemaFormat.Write(TestData.Mixed)[..^1]));
    }

    [Fact]
    public void Schema_refuses_what_cannot_be()
    {
        Column x = new("x", ColumnType.Int64);
        Assert.Throws<ArgumentException>(() => new Schema([]));
        Assert.Throws<ArgumentException>(() => new Schema([x, x]));
        Assert.Throws<ArgumentException>(() => new Schema([new Column("", ColumnType.Text)]));
        Assert.Throws<ArgumentException>(() => new Schema([new Column("a\0b", ColumnType.Text)]));
        Assert.Throws<ArgumentException>(() => new Schema([new Column(new string('n', 257), ColumnType.Text)]));
        Assert.Throws<ArgumentException>(() => new Schema([x], "y", ["1"]));
        Assert.Throws<ArgumentException>(() => new Schema([x], "x", []));
        Assert.Throws<ArgumentException>(() => new Schema([x], "x", ["1", "1"]));
        Assert.Throws<ArgumentException>(() => new Schema([x], "x", ["01"]));
        Assert.Throws<ArgumentException>(() => new Schema([x], null, ["1"]));
        Assert.Throws<ArgumentException>(() => new Schema([new Column("x", ColumnType.Int64, 2, 1)]));
        Assert.Throws<ArgumentException>(() => new Schema([new Column("x", ColumnType.Text, 2)]));
    }

    [Fact]
    public void Manifest_survives_its_map_and_refuses_contradictions()
    {
        var store = new MemoryContentStore();
        BatchManifest manifest = Registration.RunAsync(
            [TestData.Records(5)], "s.csv",
            new RegistrationOptions { Dataset = "d", Schema = TestData.Mixed, Origin = "lab", Steps = ["cut"] }, store).Now().Manifests[0];
        byte[] bytes = manifest.ToMap().ToBytes();
        BatchManifest read = BatchManifest.Read(CborMap.Read(bytes, "manifest"));
        Assert.Equal(bytes, read.ToMap().ToBytes());
        Assert.Equal(manifest.Content, read.Content);
        byte[] wrong = (manifest with { Records = 6 }).ToMap().ToBytes();
        Assert.Contains(
            "class-counts", Assert.Throws<MalformedException>(() => BatchManifest.Read(CborMap.Read(wrong, "manifest"))).Message);
    }

    [Fact]
    public void The_longest_manifest_fits_an_entry()
    {
        static string Long(int length) => new('€', length);
        var reference = new ObjectReference(Digest.Of([1]), long.MaxValue);
        var manifest = new BatchManifest
        {
            Dataset = Long(BatchManifest.DatasetLengthLimit),
            SchemaDigest = Digest.Of([2]),
            Records = ContentFormat.RecordLimit,
            Root = Digest.Of([3]),
            ColumnsRoot = Digest.Of([4]),
            ClassCounts = [.. Enumerable.Repeat((long)ContentFormat.RecordLimit, Schema.ClassLimit)],
            Content = reference,
            Tree = reference,
            Origin = Long(BatchManifest.OriginLengthLimit),
            Steps = [.. Enumerable.Repeat(Long(BatchManifest.StepLengthLimit), BatchManifest.StepLimit)],
            SourceName = Long(BatchManifest.SourceNameLengthLimit),
            FirstLine = long.MaxValue,
            LastLine = long.MaxValue,
        };
        Assert.InRange(manifest.ToMap().ToBytes().Length, 0, 60_000);
    }

    private static void Refuses(ColumnType type, string hex, string reason)
    {
        var schema = new Schema([new Column("cell", type)]);
        var error = Assert.Throws<MalformedException>(() => RecordFormat.Read(Convert.FromHexString(hex), new RecordBuffer(schema)));
        Assert.Contains(reason, error.Message);
    }

    private static byte[] Cell(ColumnBuffer column, int row)
    {
        if (column.IsMissing(row))
        {
            return [0];
        }
        byte[] text = column.Type == ColumnType.Text ? Encoding.UTF8.GetBytes(column.Text(row)!) : [];
        return column.Type switch
        {
            ColumnType.Float64 => [1, .. BitConverter.GetBytes(column.Number(row)).Reverse()],
            ColumnType.Int64 => [1, .. BitConverter.GetBytes(long.Parse(column.Text(row)!)).Reverse()],
            ColumnType.Boolean => [1, (byte)column.Number(row)],
            _ => [1, .. BitConverter.GetBytes(text.Length).Reverse(), .. text],
        };
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
