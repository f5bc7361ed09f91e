using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary><c>hallmark check</c> on files outside any ledger: what it finds, and what it says to files it cannot look at.</summary>
public sealed class CheckTests
{
    [Fact]
    public void Wrong_labels_of_one_source_are_flagged_with_the_right_label_and_the_source_is_suspect()
    {
        using var scenario = new Scenario();
        HashSet<int> wrong = [];
        string file = scenario.Write("mixed.csv", Flowers(600, seed: 4, row =>
        {
            bool bad = row % 5 == 2 && row % 3 == 0; // a third of source s2
            if (bad)
            {
                wrong.Add(row);
            }
            return bad;
        }));
        JsonNode found = scenario.Do("check", file, "--label", "kind", "--source", "from");
        JsonNode[] records = [.. found.List("records")];
        Assert.Equal(600, records.Length);
        Assert.Equal(Enumerable.Range(0, 600), records.Select(record => (int)record["record"]!));
        Assert.All(records, record => Assert.InRange((double)record["suspicion"]!, 0, 1));
        HashSet<int> flagged = [.. records.Where(record => (bool)record["flagged"]!).Select(record => (int)record["record"]!)];
        Assert.True(flagged.Intersect(wrong).Count() >= 0.95 * wrong.Count);
        Assert.True(flagged.Except(wrong).Count() <= 3);
        Assert.All(flagged.Intersect(wrong), record => Assert.Equal(Kind(record), records[record].Text("suggestedLabel")));
        JsonNode[] sources = [.. found.List("sources")];
        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], sources.Select(source => source.Text("source")));
        Assert.Equal(["s2"], sources.Where(source => (bool)source["suspect"]!).Select(source => source.Text("source")));
        Assert.Equal("s2", sources.MaxBy(source => (double)source["score"]!)!.Text("source"));
        Assert.Equal("s2", sources.MinBy(source => (double)source["value"]!)!.Text("source"));
        Assert.Equal(
            "s2", sources.MaxBy(source => (double)source["outsideLoss"]! - (double)source["expectedOutsideLoss"]!)!.Text("source"));
        Assert.Equal("s2", sources.MinBy(source => (double)source["shapley"]!["value"]!)!.Text("source"));
        Assert.All(sources, source => Assert.Equal((double)source["shapley"]!["low"]!, (double)source["shapley"]!["high"]!)); // exact
        Assert.Equal(("keep", null), (sources[0].Text("advice"), sources[0]["reason"]));
        Assert.Equal((600, true), ((int)found["worth"]!["askedRecords"]!, (bool)found["worth"]!["exact"]!));
        Assert.Equal(found.ToJsonString(), scenario.Do("check", file, "--label", "kind", "--source", "from").ToJsonString());
    }

    [Fact]
    public void How_many_of_the_flagged_records_are_shown_is_said()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(Cli.Clinics, "data", "clinic-c.csv");
        CliResult Check(params string[] more) => Cli.Run(folder["home"], ["check", file, "--label", "label", .. more]).Expect(0);
        int flagged = Check("--json").Json["records"]!.AsArray().Count(record => (bool)record!["flagged"]!);
        Assert.True(flagged > 20);
        Assert.Contains($"20 of {flagged} flagged records shown, the most suspect first; --worst {flagged} shows all", Check().Out);
        Assert.Contains($"0 of {flagged} flagged records shown", Check("--worst", "0").Out);
        Assert.DoesNotContain("flagged records shown", Check("--worst", $"{flagged}").Out);
    }

    [Fact]
    public void Of_a_source_with_few_records_or_none_labelled_nothing_is_told_and_why()
    {
        using var scenario = new Scenario();
        string file = scenario.Write("few.csv", Flowers(600, seed: 5, _ => false) + "1,1,x,tiny\n1.5,0.5,x,tiny\n4,2,,silent\n");
        JsonNode[] sources = [.. scenario.Do("check", file, "--label", "kind", "--source", "from").List("sources")];
        JsonNode tiny = sources.Single(source => source.Text("source") == "tiny");
        JsonNode silent = sources.Single(source => source.Text("source") == "silent");
        Assert.Equal((2, "cannot tell", false), ((int)tiny["records"]!, tiny.Text("advice"), (bool)tiny["suspect"]!));
        Assert.Contains("2 labelled records; about", tiny.Text("reason"), StringComparison.Ordinal);
        Assert.Equal(("cannot tell", "it has no labelled records"), (silent.Text("advice"), silent.Text("reason")));
        Assert.All((string[])["score", "value", "shapley"], field => Assert.Null(silent[field]));
        string text = Cli.Run(scenario.Home, "check", file, "--label", "kind", "--source", "from").Expect(0).Out;
        Assert.Contains("source tiny: cannot tell, it has 2 labelled records", text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_sources_than_can_be_compared_are_said_to_be_so()
    {
        using var scenario = new Scenario();
        string[] lines = Flowers(1_100, seed: 6, _ => false).TrimEnd().Split('\n');
        string file = scenario.Write("each.csv", string.Join('\n', lines.Select((line, row) => row == 0 ? line : $"{line}{row}")) + "\n");
        JsonNode[] sources = [.. scenario.Do("check", file, "--label", "kind", "--source", "from").List("sources")];
        Assert.Equal(1_100, sources.Length);
        Assert.All(
            sources,
            source =>
                Assert.Equal(
                    (1, "cannot tell", "1100 are more than 1000"),
                    ((int)source["records"]!, source.Text("advice"), source.Text("reason"))));
    }

    [Fact]
    public void Copies_and_drift_against_a_reference_are_found()
    {
        using var scenario = new Scenario();
        string before = scenario.Write("before.csv", Flowers(400, seed: 1, _ => false));
        string alike = scenario.Write("alike.csv", Flowers(300, seed: 2, _ => false));
        string[] lines = File.ReadAllLines(before);
        string moved = scenario.Write(
            "moved.csv", string.Join('\n', [lines[0], .. lines.Skip(1).Take(200).Select(Moved), lines[1], Relabelled(lines[2])]) + "\n");
        Assert.False((bool)scenario.Do("check", alike, "--label", "kind", "--source", "from", "--reference", before)["drift"]!["alarm"]!);
        JsonNode found = scenario.Do("check", moved, "--label", "kind", "--source", "from", "--reference", before);
        Assert.True((bool)found["drift"]!["alarm"]!);
        Assert.Equal(
            ["a"], found["drift"]!.List("features").Where(feature => (bool)feature["drifted"]!).Select(feature => feature.Text("feature")));
        Assert.Empty(found.List("duplicates")); // the repeated lines are the unmoved ones
        string copies = scenario.Write("copies.csv", string.Join('\n', [.. lines, lines[1], Relabelled(lines[2])]) + "\n");
        JsonNode[] copied = [.. scenario.Do("check", copies, "--label", "kind", "--source", "from").List("duplicates")];
        Assert.Equal(
            [(400, 0, false), (401, 1, true)], copied.Select(copy => ((int)copy["record"]!, (int)copy["of"]!, (bool)copy["conflicting"]!)));
    }

    [Fact]
    public void Arrays_are_read_from_numpy_and_idx_and_give_what_the_same_table_gives()
    {
        using var scenario = new Scenario();
        (double A, double B, int Kind)[] rows = [.. Enumerable.Range(0, 120).Select(row => Point(row, new Random(row)))];
        string table = scenario.Write(
            "t.csv",
            "a,b,kind\n" + string.Concat(
                rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.A:R},{row.B:R},{row.Kind}\n"))));
        string matrix = Npy(scenario, "t.npy", rows.Length, 3, [.. rows.SelectMany(row => (double[])[row.A, row.B, row.Kind])]);
        string features = Npy(scenario, "x.npy", rows.Length, 2, [.. rows.SelectMany(row => (double[])[row.A, row.B])]);
        string labels = scenario.Outside("y-labels-idx1-ubyte");
        File.WriteAllBytes(labels, [0, 0, 8, 1, 0, 0, 0, (byte)rows.Length, .. rows.Select(row => (byte)row.Kind)]);
        string expected = Records(scenario.Do("check", table, "--label", "kind"));
        Assert.Equal(expected, Records(scenario.Do("check", matrix, "--label", "2")));
        Assert.Equal(expected, Records(scenario.Do("check", matrix, "--label", "-1")));
        Assert.Equal(expected, Records(scenario.Do("check", features, "--label", labels)));
    }

    [Fact]
    public void Texts_without_a_number_are_searched_for_copies()
    {
        using var scenario = new Scenario();
        string file = scenario.Write("reviews.csv", "id,review,kind\n"
            + "r1,\"the tea was cold, the cake was dry and nobody cared to say a word about it\",bad\n"
            + "r2,a fine place for a quiet evening with friends,good\n"
            + "r3,\"The tea was cold, the cake was dry and nobody cared to say a word about it\",good\n");
        JsonNode found = scenario.Do("check", file, "--label", "kind");
        Assert.Equal([(2, 0)], found.List("nearDuplicates").Select(pair => ((int)pair["record"]!, (int)pair["of"]!)));
        Assert.Equal(["bad", "good", "good"], found.List("records").Select(record => record.Text("suggestedLabel")));
    }

    [Fact]
    public void A_column_that_numbers_the_records_is_left_out_of_file_and_reference()
    {
        using var scenario = new Scenario();
        string[] lines = Flowers(300, seed: 3, row => row == 7).TrimEnd('\n').Split('\n');
        lines = [.. lines, lines[1]];
        string plain = scenario.Write("plain.csv", string.Join('\n', lines) + "\n");
        string numbered = scenario.Write(
            "numbered.csv",
            "no," + lines[0] + "\n" + string.Concat(lines.Skip(1).Index().Select(line => $"{line.Index + 1000},{line.Item}\n")));
        string gaps = scenario.Write(
            "gaps.csv", "no," + lines[0] + "\n" + string.Concat(lines.Skip(1).Index().Select(line => $"{line.Index * 2},{line.Item}\n")));
        JsonNode found = scenario.Do("check", numbered, "--label", "kind", "--source", "from", "--reference", gaps);
        Assert.Equal(["no"], found.List("rowNumbers").Select(name => name.ToString()));
        Assert.Equal(Records(scenario.Do("check", plain, "--label", "kind", "--source", "from")), Records(found));
        Assert.Equal([(300, 0)], found.List("duplicates").Select(copy => ((int)copy["record"]!, (int)copy["of"]!)));
        Assert.Equal(3, (int)scenario.Do("check", gaps, "--label", "kind", "--source", "from", "--reference", numbered)["featureCount"]!);
    }

    [Fact]
    public void A_number_of_the_row_beside_texts_leaves_the_texts_to_be_looked_at()
    {
        using var scenario = new Scenario();
        string[] words = ["cold", "warm", "sweet", "bitter", "stale"];
        string file = scenario.Write("numbered-texts.csv", "no,review\n"
            + string.Concat(
                Enumerable.Range(0, 30).Select(
                    row =>
                        $"{row},{string.Join(' ', Enumerable.Range(0, 20)
                            .Select(i => words[(row * (i + 7) * 31 / 3 + i) % 5] + (row * i)))}\n"))
            + "30,the tea was cold and the cake was dry and nobody cared to say one word about either of them\n"
            + "31,the tea was warm and the cake was dry and nobody cared to say one word about either of them\n");
        JsonNode found = scenario.Do("check", file);
        Assert.Equal(["no"], found.List("rowNumbers").Select(name => name.ToString()));
        Assert.Contains(found.List("nearDuplicates"), pair => ((int)pair["record"]!, (int)pair["of"]!) == (31, 30));
    }

    [Fact]
    public void A_slip_in_a_column_of_numbers_is_named_and_makes_it_no_feature_as_where_it_is_registered()
    {
        using var scenario = new Scenario();
        string[] lines = Flowers(120, seed: 5, _ => false).TrimEnd('\n').Split('\n');
        lines[8] = "1e400" + lines[8][lines[8].IndexOf(',', StringComparison.Ordinal)..];
        lines[20] = "?" + lines[20][lines[20].IndexOf(',', StringComparison.Ordinal)..];
        string file = scenario.Write("slips.csv", string.Join('\n', lines) + "\n");
        JsonNode found = scenario.Do("check", file, "--label", "kind");
        Assert.Contains(found["source"]!.List("notes"), note => note.Text("column") == "a"
            && note.Text("sentence").Contains("'1e400' in line 9", StringComparison.Ordinal));
        Assert.Equal(1, (int)found["featureCount"]!);
        Assert.Equal(["a", "from"], found.List("unused").Select(name => name.ToString()));
        found = scenario.Do("check", file, "--label", "kind", "--missing", "1e400,?");
        Assert.Equal((2, 0), ((int)found["featureCount"]!, (int)found["flagged"]!));
    }

    [Fact]
    public void A_number_to_be_foretold_that_slipped_is_found_with_what_it_should_be()
    {
        using var scenario = new Scenario();
        string[] lines = Flowers(120, seed: 5, _ => false).TrimEnd('\n').Split('\n');
        string right = lines[41].Split(',')[0];
        string wrong = (double.Parse(right, CultureInfo.InvariantCulture) + 1_000).ToString(CultureInfo.InvariantCulture);
        lines[41] = wrong + lines[41][right.Length..];
        JsonNode found = scenario.Do("check", scenario.Write("slip.csv", string.Join('\n', lines) + "\n"), "--target", "a");
        IEnumerable<string> flagged = found.List("records").Where(one => (bool)one["flagged"]!).Select(one => $"{one["record"]}");
        Assert.Equal("40", string.Join(' ', flagged));
        JsonNode record = found.List("records")[40];
        Assert.InRange(double.Parse(record.Text("suggestedLabel"), CultureInfo.InvariantCulture), -100, 100);
        Assert.Equal(("a", 120), (found.Text("target"), (int)found["targets"]!["checked"]!));
    }

    [Theory]
    [InlineData("1e18", "0")]
    [InlineData("1e-40", "0")]
    [InlineData("1", "1700000000000")]
    public void The_unit_of_a_column_and_where_it_begins_change_nothing_that_is_found(string unit, string offset)
    {
        using var scenario = new Scenario();
        string Table(decimal by, double times) => "a,kind\n" + string.Concat(Enumerable.Range(0, 90).Select(row =>
        {
            int value = (row % 3 * 400) + (row * 7 % 100);
            object cell = times == 1 ? by + value : (value + 1) * times;
            return string.Create(CultureInfo.InvariantCulture, $"{cell},{Kind(row == 4 ? 0 : row)}\n");
        }));
        JsonNode plain = scenario.Do("check", scenario.Write("plain.csv", Table(0, 1)), "--label", "kind");
        JsonNode other = scenario.Do("check", scenario.Write("other.csv",
            Table(
                decimal.Parse(offset, CultureInfo.InvariantCulture), double.Parse(unit, CultureInfo.InvariantCulture))), "--label", "kind");
        int[] Flagged(JsonNode found) =>
            [.. found.List("records").Where(record => (bool)record["flagged"]!).Select(record => (int)record["record"]!)];
        Assert.Equal([4], Flagged(plain));
        Assert.Equal([4], Flagged(other));
        Assert.Equal(plain["nearDuplicates"]!.ToJsonString(), other["nearDuplicates"]!.ToJsonString());
    }

    [Theory]
    [InlineData("a,kind\n1,x\n")] // one record
    [InlineData("a,kind\n1,x\n2,x\n3,x\n")] // one class
    [InlineData("a,b,kind\n1,5,x\n2,5,y\n1,5,x\n2,5,y\n1,5,x\n2,5,y\n")] // a constant feature
    [InlineData("a,b,kind\nnan,1,x\ninf,2,y\n-inf,1,x\n,2,y\n1,,x\n2,2,y\n")]
    [InlineData("a,kind\n1,\n2,\n3,\n")] // no label anywhere
    [InlineData("a,kind\n1,x\n2,\n3,y\n")]
    [InlineData("a,kind\n1e300,x\n-1e300,y\n1e300,x\n-1e300,y\n")]
    public void Odd_data_is_measured_all_the_same(string csv)
    {
        using var scenario = new Scenario();
        JsonNode found = scenario.Do("check", scenario.Write("odd.csv", csv), "--label", "kind");
        Assert.Equal(csv.Split('\n').Length - 2, found.List("records").Count);
        Assert.All(found.List("records"), record => Assert.InRange((double)record["suspicion"]!, 0, 1));
    }

    [Theory]
    [InlineData("a,kind\n1,x\n", "nosuch", "nosuch")]
    [InlineData("a,kind\n", "kind", "no rows")]
    [InlineData("kind\nx\ny\n", "kind", "no column of numbers")]
    [InlineData("a,kind\n1,x,3\n", "kind", "line 2")]
    public void A_file_that_cannot_be_looked_at_is_refused_with_the_reason(string csv, string label, string reason)
    {
        using var scenario = new Scenario();
        Assert.Contains(reason, scenario.Run(2, "check", scenario.Write("bad.csv", csv), "--label", label).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_classes_are_refused()
    {
        using var scenario = new Scenario();
        string csv = "a,kind\n" + string.Concat(Enumerable.Range(0, 5_000).Select(row => $"{row},class{row}\n"));
        Assert.Contains(
            "5000 different values", scenario.Run(2, "check", scenario.Write("many.csv", csv), "--label", "kind").Error,
            StringComparison.Ordinal);
    }

    /// <summary>Without their places: a table has its names in the first line.</summary>
    private static string Records(JsonNode found)
    {
        foreach (JsonNode? record in found["records"]!.AsArray())
        {
            record!.AsObject().Remove("place");
        }
        return found["records"]!.ToJsonString();
    }

    private static string Kind(int row) => row % 3 == 0 ? "x" : row % 3 == 1 ? "y" : "z";

    private static (double A, double B, int Kind) Point(int row, Random random) =>
        ((row % 3 * 4) + random.NextDouble(), (row % 3 == 1 ? 5 : 0) + random.NextDouble(), row % 3);

    private static string Flowers(int records, int seed, Func<int, bool> wrong)
    {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,kind,from\n");
        for (int row = 0; row < records; row++)
        {
            (double a, double b, _) = Point(row, random);
            string kind = wrong(row) ? Kind(row + 1) : Kind(row);
            text.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{kind},s{row % 5}\n");
        }
        return text.ToString();
    }

    private static string Moved(string line)
    {
        string[] cells = line.Split(',');
        return string.Join(
            ',', [(double.Parse(cells[0], CultureInfo.InvariantCulture) + 2).ToString("R", CultureInfo.InvariantCulture), .. cells[1..]]);
    }

    private static string Relabelled(string line)
    {
        string[] cells = line.Split(',');
        cells[2] = cells[2] == "x" ? "y" : "x";
        return string.Join(',', cells);
    }

    private static string Npy(Scenario scenario, string name, int rows, int columns, double[] values)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({rows}, {columns}), }}\n");
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        string path = scenario.Outside(name);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, .. length, .. header, .. values.SelectMany(BitConverter.GetBytes)]);
        return path;
    }
}
