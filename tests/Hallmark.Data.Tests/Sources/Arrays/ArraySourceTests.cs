using System.Buffers.Binary;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Tests.Store;

namespace Hallmark.Data.Tests.Sources.Arrays;

/// <summary>Arrays as records: their columns, labels, positions, and what is refused.</summary>
public sealed class ArraySourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Pictures and labels as MNIST has them, registered by the way that a CSV file goes.</summary>
    [Fact]
    public void Pictures_with_a_file_of_labels_are_registered_as_their_table_is()
    {
        var random = new Random(3);
        byte[] pixels = new byte[50 * 2 * 3];
        byte[] labels = new byte[50];
        random.NextBytes(pixels);
        Array.ForEach([.. Enumerable.Range(0, 50)], i => labels[i] = (byte)random.Next(3));
        string images = Write("t-images-idx3-ubyte.gz", ArrayBytes.Packed(ArrayBytes.Idx(8, [50, 2, 3], pixels)));
        string classes = Write("t-labels-idx1-ubyte", ArrayBytes.Idx(8, [50], labels));
        string table = "0,1,2,3,4,5,label\n" + string.Concat(
            labels.Select((label, row) => $"{string.Join(',', pixels.AsSpan(row * 6, 6).ToArray())},{label}\n"));

        IRecordSource source = RecordSources.Open(images, new SourceRoles(classes));
        Assert.Equal(("label", "row"), (source.Roles.Label, source.PositionUnit));
        Assert.Equal([2, 3], source.RowShape);
        RegistrationResult array = Register(source);
        RegistrationResult csv = Register(TestData.Csv(table, label: "label"));

        Assert.Equal(csv.Schema.Digest, array.Schema.Digest);
        Assert.Equal(["0", "1", "2"], array.Schema.Classes);
        Assert.Equal(csv.Manifests.Select(manifest => manifest.Root), array.Manifests.Select(manifest => manifest.Root));
        Assert.Equal(
            csv.Manifests.SelectMany(manifest => manifest.ClassCounts), array.Manifests.SelectMany(manifest => manifest.ClassCounts));
        Assert.Equal([(1L, 20L), (21, 40), (41, 50)], array.Manifests.Select(manifest => (manifest.FirstLine, manifest.LastLine)));
        Assert.All(array.Manifests, manifest => Assert.Equal("t-images-idx3-ubyte.gz", manifest.SourceName));
    }

    /// <summary>Any kind of number in any layout: the table of the same numbers has the same records under the array's schema.</summary>
    [Fact]
    public void An_array_and_the_table_of_its_numbers_have_the_same_records()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var drawn = DrawnArray.Of(seed);
            string path = Write($"a{seed}{(drawn.Packed ? ".npy.gz" : ".npy")}", drawn.File);
            IRecordSource array = RecordSources.Open(path);
            Schema schema = SchemaInference.Infer(array, null).Schema;
            RecordBuffer[] ours = [.. array.Read(schema, drawn.RecordsPerBatch, drawn.Threads)];
            RecordBuffer[] theirs = [.. TestData.Csv(drawn.Table).Read(schema, drawn.RecordsPerBatch)];
            Assert.All(schema.Columns, column => Assert.Equal(drawn.IsInteger ? ColumnType.Int64 : ColumnType.Float64, column.Type));
            Assert.Equal(Roots(theirs), Roots(ours));
            Schema inferred = SchemaInference.Infer(TestData.Csv(drawn.Table), null).Schema;
            if (inferred.Digest != schema.Digest)
            {
                // Floats that happen to be whole are integers to a reader of text; the values are the same ones.
                Assert.Equal(Roots([.. TestData.Csv(drawn.Table).Read(inferred, 1_000)]), Roots([.. array.Read(inferred, 1_000)]));
            }
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        string path = Write("a.npy", ArrayBytes.Npy("<f8", false, [500, 3], Doubles(1_500)));
        string[] once = Register(RecordSources.Open(path), 1);
        Assert.Equal(once, Register(RecordSources.Open(path), 8));

        static string[] Register(IRecordSource source, int threads) =>
            [.. Registration.RunAsync(
                source, new RegistrationOptions { Dataset = "d", RecordsPerBatch = 7, Threads = threads }, new MemoryContentStore())
                .Now().Manifests.Select(manifest => manifest.Root.ToString())];
    }

    [Fact]
    public void A_column_of_a_matrix_can_be_the_label_and_another_file_the_origin()
    {
        string matrix = Write("m.npy", ArrayBytes.Npy("|u1", false, [3, 3], [1, 2, 7, 3, 4, 8, 5, 6, 7]));
        string wards = Write("w.npy", ArrayBytes.Npy("|u1", false, [3, 1], [1, 1, 2]));
        IRecordSource source = RecordSources.Open(matrix, new SourceRoles("-1", wards));
        Assert.Equal(new SourceRoles("2", "origin"), source.Roles);
        Schema schema = SchemaInference.Infer(source, source.Roles.Label).Schema;
        Assert.Equal(["0", "1", "2", "origin"], schema.Columns.Select(column => column.Name));
        Assert.Equal(("2", "7,8"), (schema.Label, string.Join(',', schema.Classes)));
        RecordBuffer records = source.Read(schema, 10).Single();
        Assert.Equal([1, 1, 2], Enumerable.Range(0, 3).Select(records[3].Number));
        Assert.Equal([1L, 2, 3], records.Positions);
    }

    [Fact]
    public void Not_a_number_is_a_missing_cell_and_no_label()
    {
        byte[] elements = [.. Double(1), .. Double(double.NaN), .. Double(double.PositiveInfinity), .. Double(2)];
        string path = Write("n.npy", ArrayBytes.Npy("<f8", false, [2, 2], elements));
        IRecordSource source = RecordSources.Open(path);
        RecordBuffer records = source.Read(SchemaInference.Infer(source, null).Schema, 10).Single();
        Assert.True(records[1].IsMissing(0));
        Assert.Equal(double.PositiveInfinity, records[0].Number(1));
        Assert.Contains("row 1, field '1': the label is missing; leave", Refused(() => SchemaInference.Infer(source, "1")));
        Assert.EndsWith("field '0': 'Infinity' cannot be a class.", Refused(() => SchemaInference.Infer(source, "0")));
    }

    [Fact]
    public void What_no_type_holds_exactly_is_kept_as_text_or_refused_and_never_rounded()
    {
        byte[] elements = [.. UInt64(5), .. UInt64(ulong.MaxValue), .. UInt64(6), .. UInt64(ulong.MaxValue - 1)];
        IRecordSource source = RecordSources.Open(Write("u.npy", ArrayBytes.Npy("<u8", false, [2, 2], elements)));
        InferredSchema inferred = SchemaInference.Infer(source, null);
        Assert.Equal([ColumnType.Int64, ColumnType.Text], inferred.Schema.Columns.Select(column => column.Type));
        RecordBuffer records = source.Read(inferred.Schema, 10).Single();
        Assert.Equal(["18446744073709551615", "18446744073709551614"], Enumerable.Range(0, 2).Select(records[1].Text));

        IRecordSource large = RecordSources.Open(Write("i.npy", ArrayBytes.Npy("<i8", false, [1, 1], [.. UInt64((1UL << 53) + 1)])));
        var rounding = new Schema([new Column("0", ColumnType.Float64)]);
        Assert.EndsWith("row 1, field '0': '9007199254740993' is not a number.", Refused(() => large.Read(rounding, 10).Count()));
        IRecordSource halves = RecordSources.Open(Write("h.npy", ArrayBytes.Npy("<f8", false, [2, 1], [.. Double(4), .. Double(2.5)])));
        var whole = new Schema([new Column("0", ColumnType.Int64)]);
        Assert.EndsWith("row 2, field '0': '2.5' is not a whole number of 64 bits.", Refused(() => halves.Read(whole, 10).Count()));
    }

    [Fact]
    public void A_dataset_with_labels_needs_them_named()
    {
        string path = Write("m.npy", ArrayBytes.Npy("|u1", false, [2, 1], [1, 2]));
        var schema = new Schema([new Column("0", ColumnType.Int64), new Column("label", ColumnType.Int64)], "label", ["0", "1"]);
        Assert.EndsWith(
            "field 'label': there is no such column; name what the labels are.",
            Refused(() => RecordSources.Open(path).Read(schema, 5).Count()));
    }

    [Theory]
    [InlineData("label.npy", "has 2 elements, ")]
    [InlineData("3", "is no column: the shape is 3 × 3")]
    [InlineData("-4", "is no column: the shape is 3 × 3")]
    [InlineData("nowhere.npy", "does not exist")]
    public void What_is_no_label_is_refused(string label, string reason)
    {
        string matrix = Write("m.npy", ArrayBytes.Npy("|u1", false, [3, 3], new byte[9]));
        Write("label.npy", ArrayBytes.Npy("|u1", false, [2], [1, 1]));
        string named = label.EndsWith("npy", StringComparison.Ordinal) ? _folder.File(label) : label;
        Assert.Contains(reason, Refused(() => RecordSources.Open(matrix, new SourceRoles(named))));
    }

    [Fact]
    public void A_file_that_lies_about_its_size_is_refused_at_once_and_a_packed_one_where_it_ends()
    {
        byte[] longer = ArrayBytes.Idx(8, [3, 2], new byte[7]);
        byte[] shorter = ArrayBytes.Idx(8, [3, 2], new byte[5]);
        Assert.EndsWith("goes on behind its 3 × 2 elements.", Refused(() => RecordSources.Open(Write("a.idx2", longer))));
        Assert.EndsWith("ends inside its elements, after 5 of 6 bytes.", Refused(() => RecordSources.Open(Write("b.idx2", shorter))));
        Assert.EndsWith(
            "holds no records: its shape is 0 × 2.", Refused(() => RecordSources.Open(Write("c.idx2", ArrayBytes.Idx(8, [0, 2], [])))));
        Assert.EndsWith(
            "at most 65534 are read.",
            Refused(() => RecordSources.Open(Write("d.idx2", ArrayBytes.Idx(8, [1, 70_000], new byte[70_000])))));
        foreach (
            (byte[] file, string reason) in new[] { (longer, "goes on behind"), (shorter, "ends inside its elements, after 5 of 6 bytes") })
        {
            IRecordSource source = RecordSources.Open(Write("packed.idx2.gz", ArrayBytes.Packed(file)));
            Assert.Contains(reason, Refused(() => Register(source)));
        }
    }

    [Fact]
    public void A_file_that_is_exchanged_between_passes_is_refused()
    {
        string path = Write("m.npy", ArrayBytes.Npy("|u1", false, [3, 3], new byte[9]));
        IRecordSource source = RecordSources.Open(path);
        Schema schema = SchemaInference.Infer(source, null).Schema;
        Write("m.npy", ArrayBytes.Npy("|u1", false, [3, 4], new byte[12]));
        Assert.EndsWith("was changed while it was read.", Refused(() => source.Read(schema, 10).Count()));
    }

    [Fact]
    public void Texts_are_texts_and_can_be_labels_of_an_array_of_numbers()
    {
        byte[] names = [.. new[] { "cat", "é😀", "dog" }.SelectMany(name => Utf32(name, 4))];
        string labels = Write("y.npy", ArrayBytes.Npy("<U4", false, [3], names));
        string matrix = Write("x.npy", ArrayBytes.Npy("|u1", false, [3, 2], [1, 2, 3, 4, 5, 6]));
        IRecordSource source = RecordSources.Open(matrix, new SourceRoles(labels));
        Schema schema = SchemaInference.Infer(source, source.Roles.Label).Schema;
        Assert.Equal(["cat", "dog", "é😀"], schema.Classes);
        Assert.Equal(["1|2|cat", "3|4|é😀", "5|6|dog"], SourceCells.Rows(source, 2));
        string bytes = Write("s.npy", ArrayBytes.Npy("|S3", false, [2, 2], [.. "abc"u8, .. "07\0"u8, .. "\0\0\0"u8, .. "é\0"u8]));
        Assert.Equal(["abc|07", "|é"], SourceCells.Rows(RecordSources.Open(bytes)));
        Assert.Equal(["0:Text", "1:Text"], SourceCells.Columns(RecordSources.Open(bytes)));
        string broken = Write("b.npy", ArrayBytes.Npy("|S1", false, [2, 1], [0x41, 0xFF]));
        Assert.EndsWith("row 2: holds a text that is no Unicode.", SourceCells.Refusal(RecordSources.Open(broken)));
        string empty = Write("e.npy", ArrayBytes.Npy("<U0", false, [2], []));
        Assert.Contains("holds texts of 0 characters", Refused(() => RecordSources.Open(empty)));
    }

    private static byte[] Utf32(string text, int length)
    {
        byte[] bytes = new byte[4 * length];
        System.Text.Encoding.UTF32.GetBytes(text, bytes);
        return bytes;
    }

    private static RegistrationResult Register(IRecordSource source) =>
        Registration.RunAsync(source, new RegistrationOptions { Dataset = "d", RecordsPerBatch = 20 }, new MemoryContentStore()).Now();

    private static string Refused(Action action) => Assert.Throws<SourceException>(action).Message;

    private static string[] Roots(RecordBuffer[] buffers) => [.. buffers.Select(buffer => BatchBuilder.Build(buffer).Root.ToString())];

    private static byte[] Doubles(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).SelectMany(_ => Double(random.NextDouble()))];
    }

    private static byte[] Double(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] UInt64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }
}
