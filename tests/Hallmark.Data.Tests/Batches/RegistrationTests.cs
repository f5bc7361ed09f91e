using System.Globalization;
using System.Text;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Store;

namespace Hallmark.Data.Tests.Batches;

public class RegistrationTests
{
    private static readonly RegistrationOptions Options = new() { Dataset = "plants", RecordsPerBatch = 100, Threads = 2 };

    [Fact]
    public void Number_of_threads_changes_nothing()
    {
        string csv = Rows(1_234);
        string[] results = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            var store = new MemoryContentStore();
            RegistrationResult result = Register(csv, Options with { Threads = threads }, store);
            return string.Join(';', result.Manifests.Select(manifest => Convert.ToHexString(manifest.ToMap().ToBytes())))
                + string.Join(';', store.Objects.Keys.Order());
        })];
        Assert.Single(results.Distinct());
    }

    [Fact]
    public void Culture_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            RegistrationResult plain = Register(Rows(20), Options);
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "~" };
            CultureInfo.CurrentCulture = comma;
            RegistrationResult german = Register(Rows(20), Options with { Threads = 1 });
            Assert.Equal(plain.Manifests[0].Root, german.Manifests[0].Root);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Bad_row_in_the_middle_hands_over_nothing_and_is_the_first_one_named(int threads)
    {
        string[] lines = Rows(1_000).Split('\n');
        lines[457] = "bad,1,oak";
        lines[600] = "1,1";
        lines[900] = "worse,1,oak";
        var schema = SchemaInference.Infer(TestData.Csv(Rows(10), label: "kind"), "kind").Schema;
        var store = new MemoryContentStore();
        SourceException error = Assert.Throws<SourceException>(() =>
            Register(string.Join('\n', lines), Options with { Threads = threads, Schema = schema, RecordsPerBatch = 50 }, store));
        Assert.Equal("data.csv, line 458, field 'height': 'bad' is not a number.", error.Message);
    }

    [Fact]
    public void Manifests_say_where_their_records_stand()
    {
        CsvSource source = TestData.Csv(Rows(250), "some/where/plants.csv", "kind");
        RegistrationResult result = Registration.RunAsync(source, Options, new MemoryContentStore()).Now();
        Assert.Equal([100L, 100, 50], result.Manifests.Select(manifest => manifest.Records));
        Assert.Equal([2L, 102, 202], result.Manifests.Select(manifest => manifest.FirstLine));
        Assert.Equal([101L, 201, 251], result.Manifests.Select(manifest => manifest.LastLine));
        Assert.All(result.Manifests, manifest => Assert.Equal("plants.csv", manifest.SourceName));
        Assert.Equal(250, result.Records);
        Assert.Equal(Encoding.UTF8.GetByteCount(Rows(250)), result.Bytes);
    }

    [Fact]
    public void Columns_may_stand_in_another_order()
    {
        var schema = new Schema([new Column("a", ColumnType.Int64), new Column("b", ColumnType.Int64)]);
        RegistrationOptions options = new() { Dataset = "d", Schema = schema };
        Assert.Equal(
            Registration.RunAsync(TestData.Csv("a,b\n1,2\n"), options, new MemoryContentStore()).Now().Manifests[0].Root,
            Registration.RunAsync(TestData.Csv("b,a\n2,1\n"), options, new MemoryContentStore()).Now().Manifests[0].Root);
    }

    [Fact]
    public void Registered_batches_can_be_read_back()
    {
        using var directory = new TemporaryDirectory();
        var store = new DirectoryContentStore(directory.Path);
        RegistrationResult result = Registration.RunAsync(TestData.Csv(Rows(150), label: "kind"), Options, store).Now();
        Schema schema = SchemaFormat.Read(
            store.ReadAsync(new ObjectReference(result.Schema.Digest, SchemaFormat.Write(result.Schema).Length)).Now());
        RecordBatch batch = BatchReader.ReadAsync(result.Manifests[1], schema, store).Now();
        Assert.Equal(50, batch.Count);
        Assert.Equal(100.5, batch[schema.Columns.ToList().FindIndex(column => column.Name == "height")].Number(0));
        Assert.Equal(2, batch[schema.Columns.ToList().FindIndex(column => column.Name == "leaves")].Number(0));
        Assert.Equal(batch.Labels.Count(label => label == 1), result.Manifests[1].ClassCounts[1]);
        Assert.True(BatchVerifier.ExamineAsync(result.Manifests[1], schema, store).Now().IsIntact);
    }

    /// <summary>The schema is guessed from the beginning; a file whose end is of another kind must come out as if it were not.</summary>
    [Theory]
    [InlineData("1,oak", "2.5,oak")]
    [InlineData("1,oak", "x,oak")]
    [InlineData("1,oak", "1,elm")]
    [InlineData(",oak", "7,oak")]
    [InlineData("true,oak", "false,oak")]
    [InlineData("1.5,oak", "9,oak")]
    [InlineData("1.5,oak", "9007199254740993,oak")]
    [InlineData("9007199254740993,oak", "0.5,oak")]
    [InlineData("007,oak", "x,oak")]
    [InlineData("1,oak", "NA,oak")]
    [InlineData("1,oak", "true,oak")]
    [InlineData("NA,oak", "low,oak")]
    [InlineData("low,oak", "NA,oak")]
    [InlineData("low,oak", "1,oak")]
    [InlineData("yes,oak", "no,oak")]
    [InlineData("F,oak", "M,oak")]
    [InlineData("2024-01-31,oak", "2024-02-01T10:00,oak")]
    [InlineData("2024-01-31,oak", "NA,oak")]
    public void A_late_surprise_changes_the_schema_and_loses_nothing(string common, string last)
    {
        string csv = "v,kind\n" + string.Concat(Enumerable.Repeat(common + "\n", 20_000)) + last + "\n";
        RegistrationOptions options = Options with { RecordsPerBatch = 5_000 };
        RegistrationResult result = Register(csv, options);
        InferredSchema inferred = SchemaInference.Infer(TestData.Csv(csv, label: "kind"), "kind");
        Schema whole = inferred.Schema;
        Assert.Equal(whole.Digest, result.Schema.Digest);
        Assert.Equal(inferred.Notes, result.Notes);
        Assert.Equal(
            Register(csv, options with { Schema = whole }).Manifests.Select(manifest => manifest.Root),
            result.Manifests.Select(manifest => manifest.Root));
        Assert.Equal(20_001, result.Records);
    }

    [Fact]
    public void Cancelling_hands_over_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Immediate(_ => cancellation.Cancel());
        CsvSource source = TestData.Csv(Rows(1_000), label: "kind");
        Assert.Throws<OperationCanceledException>(
            () => Registration.RunAsync(source, Options, new MemoryContentStore(), progress, cancellation.Token).Now());
    }

    [Fact]
    public void Progress_counts_up_to_the_whole_source()
    {
        var seen = new List<RegistrationProgress>();
        CsvSource source = TestData.Csv(Rows(1_000), label: "kind");
        RegistrationResult result = Registration.RunAsync(source, Options, new MemoryContentStore(), new Immediate(seen.Add)).Now();
        Assert.Equal(new RegistrationProgress(RegistrationStage.StoringBatches, 1_000, result.Bytes), seen[^1]);
        Assert.Equal(10, seen.Count(step => step.Stage == RegistrationStage.StoringBatches));
    }

    [Fact]
    public void Misuse_is_an_argument_exception()
    {
        Assert.Throws<ArgumentException>(
            () => Registration.RunAsync(TestData.Csv("a\n1\n"), new RegistrationOptions { Dataset = "" }, new MemoryContentStore()).Now());
        var undeclared = new RegistrationOptions { Dataset = "d" };
        Assert.Throws<ArgumentException>(
            () => Registration.RunAsync([TestData.Records(1)], "", undeclared, new MemoryContentStore()).Now());
        Assert.Throws<ArgumentException>(() => BatchBuilder.Build(new RecordBuffer(TestData.Mixed)));
        RecordBuffer uneven = TestData.Records(3);
        uneven[2].AddMissing();
        Assert.Contains("note", Assert.Throws<ArgumentException>(() => BatchBuilder.Build(uneven)).Message);
        RecordBuffer unknown = TestData.Records(0);
        unknown[0].AddMissing();
        unknown[1].AddMissing();
        unknown[2].Add("\ud800");
        unknown[3].AddMissing();
        unknown[4].Add("no");
        Assert.Contains("not Unicode", Assert.Throws<ArgumentException>(() => BatchBuilder.Build(unknown)).Message);
        Assert.Throws<InvalidOperationException>(() => unknown[0].Add("text"));
    }

    private static RegistrationResult Register(string csv, RegistrationOptions options, IContentStore? store = null) =>
        Registration.RunAsync(TestData.Csv(csv, label: "kind"), options, store ?? new MemoryContentStore()).Now();

    private static string Rows(int count)
    {
        var text = new StringBuilder("height,leaves,kind\n");
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i}.5,{i % 7},{(i % 3 == 0 ? "oak" : "fern")}\n");
        }
        return text.ToString();
    }

    private sealed class Immediate(Action<RegistrationProgress> action) : IProgress<RegistrationProgress>
    {
        public void Report(RegistrationProgress value) => action(value);
    }
}
