using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Evidence;

namespace Hallmark.Cli.Tests;

/// <summary>Bad input: an exit code of 1 or 2, one sentence that names what is wrong, and a ledger as it was.</summary>
public sealed class BadInputTests(ClinicsRun clinics)
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Cli.Clinics, "data", "clinic-a.csv"));

    public static TheoryData<string, string[]> BadFiles => new()
    {
        { "ragged", ["line 3", "fields"] },
        { "number", ["line 4", "'mean_texture'", "abc"] },
        { "label", ["line 5", "'label'", "7"] },
        { "utf8", ["line 3", "UTF-8"] },
        { "empty", ["empty"] },
        { "header-only", ["no rows"] },
        { "column", ["line 1", "'mean_texture'", "header"] },
        { "quote", ["line 3", "row of more than 16777216 characters", "is a quote never closed?"] },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_file_that_does_not_fit_is_named_with_its_place(string what, string[] named)
    {
        using HomeCopy home = clinics.Copy();
        string file = home.Outside("bad.csv");
        File.WriteAllBytes(file, BadFile(what));

        CliResult result = Rejected(home, 2, "register", file, "--dataset", "wdbc", "--as", "clinic-a");

        Assert.Contains("bad.csv", result.Error, StringComparison.Ordinal);
        Assert.All(named, part => Assert.Contains(part, result.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("did you mean 'register'?", "regster", "file.csv")]
    [InlineData("did you mean '--replay'?", "audit", "--replai")]
    [InlineData("did you mean '--home'?", "audit", "--hom", "here")]
    [InlineData("Cannot parse argument '1e9' for option '--budget' as a whole number.", "schedule", "d", "--budget", "1e9")]
    [InlineData("Cannot parse argument 'abc' for option '--seconds' as a number.", "schedule", "d", "--seconds", "abc")]
    [InlineData("'hallmark credits' has list, transfer, mint", "credits")]
    [InlineData("'hallmark policy deploy --help' lists the options", "policy", "deploy", "a.yaml", "--quickly")]
    public void A_slip_of_the_fingers_is_told_what_was_meant(string hint, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(hint, Cli.Run(folder["home"], arguments).Expect(2).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ragged", "line 3")]
    [InlineData("utf8", "line 3")]
    [InlineData("column", "line 1")]
    public void A_file_that_does_not_fit_stops_a_pipeline_before_anything(string what, string named)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("bad.csv", BadFile(what));
        string pipeline = folder.Write("pipeline.yaml", File.ReadAllText(clinics.ShortPipelineFile)
            .Replace(Path.Combine(Cli.Clinics, "data", "clinic-c.csv"), file, StringComparison.Ordinal));

        CliResult result = Cli.Run(folder["home"], "run", pipeline, "--json").Expect(2);

        OneAnswer(result);
        string sentence = result.Error.Trim().Split('\n')[^1];
        Assert.Contains("bad.csv", sentence, StringComparison.Ordinal);
        Assert.Contains(named, sentence, StringComparison.Ordinal);
        // Every file is read before a ledger is made.
        Assert.False(Directory.Exists(folder["home"]));
    }

    public static TheoryData<string, string, string[]> BadPipelines => new()
    {
        { "admin: registrar", "admin: registrar\ncolour: red", ["colour", "not a known field", "line 6"] },
        { "  epochs: 12", "  epochs: forty", ["model.epochs", "'forty'", "line"] },
        { "  epochs: 12", "  epochs: 1e9", ["model.epochs", "1e9"] },
        { "  epochs: 12\n", "", ["model.epochs", "is missing"] },
        { "  hidden: [16]", "  hidden: {a: 1}", ["model.hidden", "not a list"] },
        { "dataset:\n  name: wdbc", "dataset: [1]\nother:\n  name: wdbc", ["dataset", "named fields"] },
        { "  hidden: [16]", "  hidden: [16]*more", ["is not YAML", "has an alias (*more)"] },
        { "  hidden: [16]", "  hidden: [16", ["line", "is not YAML"] },
        { "budget: 260", "budget: -5", ["schedule.budget", "-5"] },
        { "method: sa", "method: luck", ["method", "luck"] },
        { "roles: [validator]", "roles: [king]", ["roles", "king"] },
        { "label: label ", "label: lable ", ["lable"] },
        { "provider: clinic-b", "provider: clinic-x", ["clinic-x"] },
        { "mean_radius: {min: 0", "mean_diameter: {min: 0", ["mean_diameter"] },
        { "min: 0, max: 50", "min: 60, max: 50", ["mean_radius"] },
        { "accept-score: 90 %", "accept-score: 0.9", ["accept-score", "0.9"] },
        { "learning-rate: 0.02", "learning-rate: \"0,02\"", ["learning-rate", "0,02"] },
        { "name: clinics", "name: clinics\nname: again", ["name"] },
        { "name: clinics", "name: [clinics", ["YAML", "line"] },
        { "clinic-b.csv", "clinic-z.csv", ["clinic-z.csv", "no such file"] },
        { "holdout.csv", "holdup.csv", ["holdup.csv", "no such file"] },
    };

    [Theory]
    [MemberData(nameof(BadPipelines))]
    public void A_wrong_line_of_a_pipeline_is_named(string original, string changed, string[] named)
    {
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(clinics.ShortPipelineFile);
        Assert.Contains(original, text, StringComparison.Ordinal);
        string pipeline = folder.Write("changed.yaml", text.Replace(original, changed, StringComparison.Ordinal));

        CliResult result = Cli.Run(folder["home"], "run", pipeline, "--json").Expect(2);

        OneAnswer(result);
        string sentence = result.Error.Trim().Split('\n')[^1];
        Assert.All(named, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string[], int, string> BadCommands => new()
    {
        { ["register", "no-such.csv", "--dataset", "wdbc", "--as", "clinic-a"], 2, "no-such.csv: there is no such file" },
        { ["register", "/", "--dataset", "wdbc", "--as", "clinic-a"], 2, "is a folder" },
        { ["register", "x.csv", "--dataset", "Bad Name", "--as", "clinic-a"], 2, "Bad Name" },
        { ["register", "{clinics}/data/holdout.csv", "--dataset", "wdbc", "--as", "clinic-a", "--batch-size", "0"], 2, "--batch-size" },
        { ["register", "{clinics}/data/holdout.csv", "--dataset", "wdbc", "--as", "clinic-a", "--label", "mean_radius"], 2, "--label" },
        { ["register", "{clinics}/data/holdout.csv", "--dataset", "wdbc"], 2, "--as" },
        { ["register", "{clinics}/data/holdout.csv", "--dataset", "wdbc", "--as", "nobody"], 2, "nobody" },
        { ["run", "no-such.yaml"], 2, "no-such.yaml: there is no such file" },
        { ["batches", "other"], 2, "there is no dataset 'other'" },
        { ["judge", "other"], 2, "there is no dataset 'other'" },
        { ["schedule", "other", "--budget", "10"], 2, "there is no dataset 'other'" },
        { ["schedule", "wdbc", "--budget", "0"], 2, "budget" },
        { ["schedule", "wdbc", "--budget", "100", "--method", "luck"], 2, "luck" },
        { ["train", "other"], 2, "there is no dataset 'other'" },
        { ["train", "wdbc", "--schedule", "wdbc/schedule/9", "--epochs", "1"], 2, "there is no schedule 'wdbc/schedule/9'" },
        { ["train", "wdbc", "--include", "wdbc/clinic-a/99", "--epochs", "1"], 2, "there is no batch 'wdbc/clinic-a/99'" },
        { ["train", "wdbc", "--learning-rate", "fast"], 2, "--learning-rate" },
        { ["train", "wdbc", "--model", "forest"], 2, "forest" },
        { ["audit", "--run", "wdbc/run/9"], 2, "there is no run 'wdbc/run/9'" },
        { ["audit", "--head", "{garbage}"], 2, "garbage" },
        { ["audit", "--head", "no-such.head"], 2, "no-such.head" },
        { ["receipt", "9999", "--out", "{out}"], 2, "9999" },
        { ["verify", "{garbage}", "--receipt", "{garbage}", "--key", "{key}", "--ledger", Digest.Of("any"u8).ToString()], 2, "garbage" },
        { ["verify", "{garbage}", "--receipt", "{garbage}", "--key", "{garbage}"], 2, "garbage" },
        { ["member", "add", "new", "--role", "provider", "--key", "{garbage}"], 2, "garbage" },
        { ["member", "add", "new", "--role", "king"], 2, "king" },
        { ["member", "revoke", "nobody"], 2, "nobody" },
        { ["grant", "hospital-ai", "wdbc", "--until", "tomorrow"], 2, "tomorrow" },
        { ["init", "--name", "again"], 2, "already" },
    };

    [Theory]
    [MemberData(nameof(BadCommands))]
    public void What_a_command_cannot_use_is_named(string[] arguments, int exit, string named)
    {
        using HomeCopy home = clinics.Copy();
        File.WriteAllText(home.Outside("garbage"), "this is neither head, nor receipt, nor key\n");
        File.WriteAllText(home.Outside("key.pem"), Evidence.Cose.KeySigner.Create().ToPublicPem());
        string[] filled = [.. arguments.Select(argument => argument
            .Replace("{clinics}", Cli.Clinics, StringComparison.Ordinal)
            .Replace("{garbage}", home.Outside("garbage"), StringComparison.Ordinal)
            .Replace("{key}", home.Outside("key.pem"), StringComparison.Ordinal)
            .Replace("{out}", home.Outside("out"), StringComparison.Ordinal))];

        CliResult result = exit == 4 ? Cli.Run(home.Path, filled).Expect(4) : Rejected(home, exit, filled);

        Assert.Contains(named, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_that_no_batch_fits_is_said()
    {
        using HomeCopy home = clinics.Copy();
        ulong before = home.Look(catalog => catalog.Ledger.Size.Value);

        CliResult result = Cli.Run(home.Path, "schedule", "wdbc", "--budget", "10", "--json").Expect(1);

        OneAnswer(result);
        Assert.Contains("10", OneSentence(result), StringComparison.Ordinal);
        // The batches were read to choose among them, and that stays on record; no schedule does.
        Assert.All(
            home.Look(
                catalog =>
                    catalog.Ledger.Entries().Where(entry => entry.Index.Value >= before).Select(entry => entry.Statement.Kind).ToArray()),
            kind => Assert.Equal("access.use", kind));
    }

    [Theory]
    [InlineData("audit", "--colour")]
    [InlineData("frobnicate")]
    [InlineData("receipt", "minus-one")]
    [InlineData("schedule", "wdbc")]
    public void Wrong_usage_makes_no_home(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        CliResult result = Cli.Run(folder["home"], arguments).Expect(2);

        Assert.Empty(result.Out);
        Assert.NotEmpty(result.Error);
        Assert.False(Directory.Exists(folder["home"]));
    }

    [Theory]
    [InlineData("batches", "wdbc")]
    [InlineData("runs")]
    [InlineData("audit")]
    [InlineData("report")]
    [InlineData("member", "list")]
    [InlineData("judge", "wdbc")]
    public void A_command_that_only_looks_says_that_there_is_no_ledger(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("there is no ledger in", OneSentence(Cli.Run(folder["home"], arguments).Expect(2)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["home"]), "a command that only looks has made the home");
    }

    [Fact]
    public void A_home_that_cannot_be_written_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", "not a folder");

        OneSentence(Cli.Run(Path.Combine(file, "home"), "init").Expect(1));
        CliResult run = Cli.Run(Path.Combine(file, "home"), "run", clinics.ShortPipelineFile, "--json").Expect(1);

        OneAnswer(run);
        Assert.Contains("file", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_settings_are_named()
    {
        using HomeCopy home = clinics.Copy();
        File.WriteAllText(home.File("hallmark.json"), "{");

        Assert.Contains("hallmark.json", Rejected(home, 1, "run", ClinicsRun.PipelineFile).Error, StringComparison.Ordinal);
    }

    private static CliResult Rejected(HomeCopy home, int exit, params string[] arguments)
    {
        byte[] before = File.ReadAllBytes(home.Ledger);
        CliResult result = Cli.Run(home.Path, [.. arguments, "--json"]).Expect(exit);
        OneAnswer(result);
        Assert.Equal(before, File.ReadAllBytes(home.Ledger));
        return result;
    }

    /// <summary>One document on standard output, also for what failed.</summary>
    private static void OneAnswer(CliResult result)
    {
        JsonNode answer = JsonNode.Parse(result.Out)!;
        string hint = answer["hint"] is { } told ? "\n" + told : "";
        Assert.EndsWith((string?)answer["error"] + hint, result.Error.Trim(), StringComparison.Ordinal);
        Assert.Equal(result.Exit, (int)answer["exit"]!);
    }

    private static string OneSentence(CliResult result) => Assert.Single(result.Error.Trim().Split('\n'));

    private static byte[] BadFile(string what)
    {
        string[] lines = [.. Lines.Take(40)];
        void Cell(int line, int column, string value)
        {
            string[] cells = lines[line - 1].Split(',');
            cells[column] = value;
            lines[line - 1] = string.Join(',', cells);
        }
        switch (what)
        {
            case "ragged":
                lines[2] += ",1";
                break;
            case "number":
                Cell(4, 1, "abc");
                break;
            case "label":
                Cell(5, lines[0].Split(',').Length - 1, "7");
                break;
            case "utf8":
                byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
                bytes[Encoding.UTF8.GetByteCount(string.Join('\n', lines[..2])) + 3] = 0xff;
                return bytes;
            case "quote":
                Cell(3, 0, "\"0.5");
                return Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n' + new string('\n', 1 << 24));
            case "empty":
                return [];
            case "header-only":
                lines = lines[..1];
                break;
            case "column":
                Cell(1, 1, "mean_colour");
                break;
        }
        return Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }
}
