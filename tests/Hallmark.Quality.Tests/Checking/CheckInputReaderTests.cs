using System.Buffers.Binary;
using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;

namespace Hallmark.Quality.Tests.Checking;

/// <summary>Files as records to check, whatever kind of file they are.</summary>
public sealed class CheckInputReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hallmark-check").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_table_has_features_texts_labels_sources_and_row_numbers()
    {
        var table = new StringBuilder("row,size,note,when,kind,site\n");
        for (int row = 0; row < 40; row++)
        {
            string size = row == 7 ? "" : row == 8 ? "nan" : $"{row * 0.5}";
            table.Append(FormattableString.Invariant($"{row},{size},a note of row {row},{1_700_000_000_000 + row},"));
            table.Append(row == 3 ? ",north\n" : $"{(row % 2 == 0 ? "ant" : "bee")},{(row < 20 ? "north" : "south")}\n");
        }
        CheckInput input = Read(table.ToString(), new SourceRoles("kind", "site"));
        Assert.Equal(["size"], input.FeatureNames); // "when" rises by one, too
        Assert.Equal(["row", "when"], input.RowNumbers);
        Assert.Equal(["ant", "bee"], input.Classes);
        Assert.Equal(["north", "south"], input.SourceNames);
        Assert.Equal((0, 1, -1), (input.Labels[0], input.Labels[1], input.Labels[3]));
        Assert.Equal("a note of row 5", input.Texts![5]);
        Assert.All([7, 8], row => Assert.True(float.IsNaN(input.Features![row, 0])));
        Assert.Equal(40, input.Contents.Distinct().Count());
    }

    /// <summary>Twelve visits of one patient, all labelled wrongly and alike: only others can say so.</summary>
    [Fact]
    public void Records_of_one_group_do_not_vouch_for_each_other()
    {
        var random = new Random(4);
        var table = new StringBuilder("patient,x,y,kind\n");
        for (int row = 0; row < 240; row++)
        {
            bool isB = row % 2 == 1;
            table.Append(FormattableString.Invariant(
                $"{(row % 5 == 0 ? "" : $"p{row / 4}")},{(isB ? 6 : 0) + random.NextDouble()},{random.NextDouble()},{(isB ? "b" : "a")}\n"));
        }
        for (int visit = 0; visit < 12; visit++)
        {
            table.Append(FormattableString.Invariant($"odd,{0.5 + (random.NextDouble() / 100)},{0.5 + (random.NextDouble() / 100)},b\n"));
        }

        CheckInput grouped = Declared(ColumnRole.Group);
        CheckInput alone = Declared(ColumnRole.Id);

        Assert.Equal((12, 1), (SizeOf(grouped.Groups[^1]), SizeOf(grouped.Groups[0])));
        Assert.Empty(alone.Groups);
        Assert.Equal(12, Flagged(grouped));
        Assert.InRange(Flagged(alone), 0, 6);

        int SizeOf(int wanted) => grouped.Groups.Count(group => group == wanted);

        CheckInput Declared(ColumnRole role)
        {
            var schema = new Schema(
                [
                    new Column("patient", ColumnType.Text) { Role = role }, new Column("x", ColumnType.Float64),
                    new Column("y", ColumnType.Float64), new Column("kind", ColumnType.Text),
                ],
                "kind", ["a", "b"]);
            return CheckInputReader.Read(Source(table.ToString(), SourceRoles.None), declared: new InferredSchema(schema, []));
        }

        static int Flagged(CheckInput input) => DataCheck.Measure(input, cancellation: TestContext.Current.CancellationToken)
            .Labels!.Flagged.Skip(240).Count(flag => flag);
    }

    [Fact]
    public void A_column_is_a_feature_of_a_check_where_it_is_one_of_a_training()
    {
        string table = "size,height,kind\n"
            + string.Concat(Enumerable.Range(0, 90).Select(row => $"{(row == 9 ? "n/x" : $"{row}.5")},{row}.25,a\n"));
        CheckInput found = Read(table, new SourceRoles("kind"));
        Assert.Equal(["height"], found.FeatureNames);
        Assert.Equal(["size"], found.Unused);
        Assert.Contains("'n/x' in line 11", Assert.Single(found.Notes).Sentence("line"));

        var schema = new Schema(
            [
                new Column("size", ColumnType.Float64) { Role = ColumnRole.Id }, new Column("height", ColumnType.Float64),
                new Column("kind", ColumnType.Text),
            ],
            "kind", ["a"]);
        SourceException refused = Assert.Throws<SourceException>(
            () => CheckInputReader.Read(Source(table, SourceRoles.None), declared: new InferredSchema(schema, [])));
        Assert.Contains("line 11, field 'size': 'n/x' is not a number", refused.Message); // as where it is registered
        string good = table.Replace("n/x", "9.5", StringComparison.Ordinal);
        CheckInput input = CheckInputReader.Read(Source(good, SourceRoles.None), declared: new InferredSchema(schema, []));
        Assert.Equal((90, "height", "a"), (input.Count, Assert.Single(input.FeatureNames), Assert.Single(input.Classes)));
        Assert.Equal([("size", ColumnRole.Id)], input.Declared);
    }

    [Fact]
    public void A_target_is_no_feature_and_no_class()
    {
        var schema = new Schema(
            [new Column("height", ColumnType.Float64), new Column("price", ColumnType.Float64)], "price", [], LearningTask.Regression);
        CheckInput input = CheckInputReader.Read(
            Source("height,price\n1,2\n3,4\n", SourceRoles.None), declared: new InferredSchema(schema, []));
        Assert.Equal("height", Assert.Single(input.FeatureNames));
        Assert.Equal("price", input.Target);
        Assert.False(input.HasLabels);
        DataCheckResult result = DataCheck.Measure(input, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("the target 'price' is a number and no class", result.Unmeasured.Single(one => one.Check == "noise").Reason);
        Assert.DoesNotContain(result.Unmeasured, one => one.Check == "duplicates");
    }

    [Fact]
    public void What_is_compared_with_a_file_has_its_roles_and_scales()
    {
        string first = Table(60, row => 5e12 + (row * 3));
        CheckInput input = Read(first, SourceRoles.None);
        CheckInput reference = CheckInputReader.Read(Source(Table(8, row => 5e12 + (row * 5)), SourceRoles.None), input);
        Assert.Equal(["n"], reference.RowNumbers); // too few to find out by themselves
        Assert.Equal(input.Scales, reference.Scales);
        Assert.Equal(input.Features![5, 0], reference.Features![3, 0]);

        static string Table(int rows, Func<int, double> value) =>
            "n,x\n" + string.Concat(Enumerable.Range(0, rows).Select(row => FormattableString.Invariant($"{row},{value(row):R}\n")));
    }

    [Fact]
    public void An_array_and_a_table_of_the_same_numbers_are_the_same_records()
    {
        double[,] numbers = new double[30, 4];
        var random = new Random(3);
        for (int row = 0; row < 30; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                numbers[row, column] = column == 3 ? row % 3 : row == 12 ? numbers[11, column] : random.NextDouble();
            }
        }
        string table = "0,1,2,3\n" + string.Concat(Enumerable.Range(0, 30).Select(row =>
            string.Join(',', Enumerable.Range(0, 4).Select(column => numbers[row, column].ToString("R"))) + "\n"));
        CheckInput ofTable = Read(table, new SourceRoles("3"));
        CheckInput ofArray = CheckInputReader.Read(RecordSources.Open(Npy(numbers), new SourceRoles("-1")));
        Assert.Equal(ofTable.Features!.Values.ToArray(), ofArray.Features!.Values.ToArray());
        Assert.Equal(ofTable.Labels, ofArray.Labels);
        Assert.Equal(ofTable.Classes, ofArray.Classes);
        Assert.Equal(ofTable.FeatureNames, ofArray.FeatureNames);
        Assert.Equal(ofTable.Contents[12] == ofTable.Contents[11], ofArray.Contents[12] == ofArray.Contents[11]);
    }

    [Fact]
    public void Numbers_of_an_array_are_all_meant_and_pictures_have_their_shape()
    {
        string pictures = Path.Combine(_folder, "t-images-idx3-ubyte");
        byte[] bytes = [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 240).Select(i => (byte)(i / 6))];
        File.WriteAllBytes(pictures, bytes);
        CheckInput input = CheckInputReader.Read(RecordSources.Open(pictures));
        Assert.Equal(new ImageShape(2, 3), input.Shape);
        Assert.Empty(input.RowNumbers); // though every column counts the records
        Assert.Equal((40, 6), (input.Features!.Rows, input.Features.Columns));
    }

    [Theory]
    [InlineData("name\nada\nbob\n", "has no column of numbers, dates or times and no running text")]
    [InlineData("x\n1\n", "the header names no such column")]
    public void What_cannot_be_checked_is_said_with_its_file(string table, string reason)
    {
        SourceRoles roles = table.StartsWith('x') ? new SourceRoles("kind") : SourceRoles.None;
        SourceException fault = Assert.Throws<SourceException>(() => Read(table, roles));
        Assert.Contains(reason, fault.Message);
        Assert.StartsWith("table.csv, line 1", fault.Message);
    }

    private static CheckInput Read(string table, SourceRoles roles) => CheckInputReader.Read(Source(table, roles));

    private static CsvSource Source(string table, SourceRoles roles) =>
        new(() => new MemoryStream(Encoding.UTF8.GetBytes(table)), "table.csv", roles);

    private string Npy(double[,] numbers)
    {
        string header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({numbers.GetLength(0)}, {numbers.GetLength(1)}), }}";
        header = header.PadRight(117) + "\n";
        var bytes = new List<byte>([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)]);
        byte[] number = new byte[sizeof(double)];
        foreach (double value in numbers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(number, value);
            bytes.AddRange(number);
        }
        string path = Path.Combine(_folder, "numbers.npy");
        File.WriteAllBytes(path, [.. bytes]);
        return path;
    }
}
