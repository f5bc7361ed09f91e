using System.Globalization;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Tests;
using Hallmark.Sources;
using Hallmark.Training;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>What runs were measured on, held against what they were trained on.</summary>
public sealed class OverlapTests
{
    [Fact]
    public async Task A_model_that_is_measured_on_what_it_was_trained_on_breaks_the_rules()
    {
        AuditReport report = await MeasuredOnAsync(Plants.Csv(80, seed: 1));
        Finding overlap = report.OnlyBad();
        Assert.Equal(("evaluation.overlap", AuditVerdict.RulesBroken, "school"), (overlap.Code, overlap.Severity, overlap.Member));
        Assert.Contains("of the 80 records it was measured on it was trained on 60", overlap.Message);
    }

    [Fact]
    public async Task Other_records_are_no_overlap()
    {
        AuditReport report = await MeasuredOnAsync(Plants.Csv(40, seed: 9));
        report.IsGood();
        Assert.DoesNotContain(report.Findings, finding => finding.Code == "evaluation.overlap");
    }

    [Fact]
    public async Task Where_data_are_so_coarse_that_records_repeat_by_chance_an_overlap_is_a_note()
    {
        AuditReport report = await MeasuredOnAsync(Coarse(40, seed: 9), Coarse(80, seed: 1));
        Assert.Equal(AuditVerdict.Good, report.Only("evaluation.overlap").Severity);
    }

    [Fact]
    public async Task Last_digits_that_were_changed_hide_no_records()
    {
        string[] moved = [.. Plants.Csv(80, seed: 1).TrimEnd('\n').Split('\n').Select(line => line.Split(','))
            .Select(cells => double.TryParse(cells[0], CultureInfo.InvariantCulture, out double height)
                ? string.Join(',', [(height + 1e-5).ToString("R", CultureInfo.InvariantCulture), .. cells[1..]])
                : string.Join(',', cells))];
        Finding overlap = (await MeasuredOnAsync(string.Join('\n', moved))).OnlyBad();
        Assert.Contains("it was trained on 0, and on near copies of 60", overlap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_was_changed_hides_no_record()
    {
        string swapped = Plants.Csv(80, seed: 1).Replace("daisy", "tulip").Replace("rose", "daisy").Replace("tulip", "rose");
        Assert.Equal("evaluation.overlap", (await MeasuredOnAsync(swapped)).OnlyBad().Code);
    }

    [Theory]
    [InlineData(0, "trained on 60, and on near copies of 0")]
    [InlineData(1e-5, "trained on 0, and on near copies of 60")]
    public async Task Columns_that_came_later_hide_no_records(double moved, string expected)
    {
        Finding overlap = (await MeasuredOnAsync(Later(Plants.Csv(80, seed: 1), moved), evolved: true)).OnlyBad();
        Assert.Equal("evaluation.overlap", overlap.Code);
        Assert.Contains(expected, overlap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_records_with_columns_that_came_later_are_no_overlap() =>
        Assert.DoesNotContain(
            (await MeasuredOnAsync(Later(Plants.Csv(40, seed: 9), 0), evolved: true)).Findings,
            finding => finding.Code == "evaluation.overlap");

    /// <summary>The same with three more columns of random numbers, and the first number moved by a little.</summary>
    private static string Later(string csv, double moved)
    {
        var random = new Random(5);
        string[][] rows = [.. csv.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
        return string.Join(",", [.. rows[0], "more", "yet", "last"]) + "\n" + string.Concat(rows[1..].Select(cells => string.Join(
            ',', [Moved(cells[0]), .. cells[1..], .. Enumerable.Range(0, 3).Select(_ => Text(random.NextDouble()))]) + "\n"));

        string Moved(string cell) => moved == 0 ? cell : Text(double.Parse(cell, CultureInfo.InvariantCulture) + moved);
        string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Records_of_texts_alone_are_the_same_only_where_every_letter_is(int repeated)
    {
        using Acting acting = await Plants.BeginAsync();
        await AcceptAllAsync(acting, "duplicates", "schema");
        await acting.RegisterAsync("garden", Texts(20, "weed"));
        string test = acting.Write("test.csv", Texts(repeated, "plant") + Texts(40 - repeated, "other")[Header.Length..]);
        EvaluationState evaluation = await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset));
        await acting.RegisterAsync("garden", Texts(80, "plant")); // behind it: before it, they would be seen
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null));
        ScheduleState schedule = (await acting.ActAsync(
            new ScheduleBatches(Plants.Dataset, Plants.Wish with { Budget = 100 }) { Seed = 3 })).Schedule.State;
        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));
        // No model learns from texts: that it did is the trainer's word.
        await copy.ActAsync("school", (school, catalog) => school.SubmitAsync(
            new AccessUse(Plants.Dataset, schedule.Batches, ReadFor.Purpose("training"))));
        var committed = Payload.Read<EvaluationCommit>(copy.Look().Ledger.ReadEntry(evaluation.Entry).Statement);
        await copy.SayAsync("school", new RunOpen(schedule.Id, "training", Plants.Model, committed.Evaluation) { Inputs = 1 });

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(
            repeated == 0 ? [] : [$"it was measured on it was trained on {repeated}, and on near copies of 0"],
            report.Findings.Where(finding => finding.Code == "evaluation.overlap")
                .Select(finding => finding.Message[finding.Message.IndexOf("it was measured", StringComparison.Ordinal)..]));
    }

    private const string Header = "note,kind\n";

    private static string Texts(int records, string word) => Header + string.Concat(
        Enumerable.Range(0, records).Select(i => $"{word} number {i * 7919 % 1000} of row {i},{(i % 2 == 0 ? "daisy" : "rose")}\n"));

    /// <summary>Plants in whole numbers, of which there are few.</summary>
    private static string Coarse(int records, int seed)
    {
        var random = new Random(seed);
        return "height,leaf,kind\n" + string.Concat(Enumerable.Range(0, records).Select(
            i => $"{(i % 2 * 20) + random.Next(8)},{(i % 2 * 4) + random.Next(3)},{(i % 2 == 0 ? "daisy" : "rose")}\n"));
    }

    /// <summary>Every batch is accepted of which the checks that are named can be measured, or all where none is.</summary>
    private static Task AcceptAllAsync(Acting acting, params string[] measured)
    {
        CheckRule[] lenient = [.. Scoring.Standard.Checks.Where(rule => measured.Length == 0 || measured.Contains(rule.Check))
            .Select(rule => rule with { QuarantineBelowPpm = 0, RefuseBelowPpm = 0 })];
        Scoring scoring = Scoring.Standard with { Checks = lenient, AcceptScorePpm = 0, RefuseScorePpm = 0 };
        return acting.ActAsync(new DeployPolicy(PolicyDocument.Standard with { Version = 2, Scoring = scoring }, null));
    }

    private static async Task<AuditReport> MeasuredOnAsync(string heldOut, string? trained = null, bool evolved = false)
    {
        using Acting acting = await Plants.BeginAsync();
        if (trained is not null)
        {
            await AcceptAllAsync(acting);
        }
        await acting.RegisterAsync("garden", trained ?? Plants.Csv(80, seed: 1));
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null));
        if (evolved)
        {
            await acting.EvolveAsync(heldOut);
        }
        string test = acting.Write("test.csv", heldOut);
        await using (Workspace workspace = await Workspace.OpenAsync(acting.Home, _ => { }, TimeProvider.System))
        {
            await TrainAsync(workspace, test);
        }
        return await acting.AskAsync(new AuditHome());
    }

    /// <summary>As a program does it that looks for no overlap, for ours would refuse.</summary>
    private static async Task TrainAsync(Workspace workspace, string test)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Catalog catalog = workspace.Catalog;
        Schema schema = await catalog.SchemaAsync(Plants.Dataset, cancellation);
        var options = new RegistrationOptions { Dataset = Plants.Dataset, Schema = schema };
        RegistrationResult stored = await Registration
            .RunAsync(KnownSources.Open(test), options, workspace.Store, null, cancellation);
        BatchManifest only = Assert.Single(stored.Manifests);
        var set = new EvaluationSet(only.SourceName, only.Records, only.Root, only.Content);
        await workspace.ActAs("lab", Roles.Validator).SubmitAsync(new EvaluationCommit(Plants.Dataset, set), cancellation);
        var choose = new ScheduleBatches(Plants.Dataset, Plants.Wish with { Budget = 60 }) { Seed = 3 };
        var request = new TrainingRequest
        {
            Schedule = (await choose.ExecuteAsync(workspace, cancellation)).Schedule.State.Id,
            Configuration = Plants.Model with { Epochs = 1 },
            Evaluation = set,
        };
        var run = new TrainingRun(workspace.ActAs("school", Roles.Trainer), catalog, workspace.Custodians.OpenAsync, workspace.Home.Runs);
        await run.RunAsync(request, cancellation);
    }
}
