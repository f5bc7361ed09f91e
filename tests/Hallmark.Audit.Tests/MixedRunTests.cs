using System.Globalization;
using System.Text;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Schedules;
using Hallmark.Features;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests;

/// <summary>Columns of all kinds, the whole way: judged, scheduled, learned from, and trained again by the audit.</summary>
public sealed class MixedRunTests
{
    private const string Schema = """
        task: classification
        classes: [daisy, rose]
        columns:
          - {name: height, type: float64}
          - {name: leaf, type: float64}
          - {name: seen, type: date}
          - {name: bed, type: text, role: feature}
          - {name: kind, type: text, role: label}
        """;

    [Fact]
    public async Task A_run_learns_from_dates_categories_and_what_is_missing_and_comes_out_again()
    {
        using Acting acting = await Plants.BeginAsync();
        var register = new RegisterFile(acting.Write("mixed.csv", Mixed(120, 1)), "mixed")
        {
            As = "garden",
            SchemaFile = acting.Write("s.yaml", Schema),
            BatchSize = 40,
        };
        (ScheduleCommit commit, TrainedModel trained) = await TrainAsync(acting, register, Mixed(80, 2));
        Assert.Equal(ScheduleTerms.AllKinds, commit.Direct!.Terms.Features);
        Assert.Equal(["height"], commit.Indicators);
        Assert.Equal(4 + HashedText.Buckets, trained.Run.Open.Inputs);
        Assert.InRange(trained.Run.Close!.TestAccuracyPpm!.Value, 990_000, 1_000_000);
        (await acting.AskAsync(new AuditHome { Replay = true })).IsGood();
    }

    [Fact]
    public async Task Texts_alone_are_judged_and_learned_from_by_their_words()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.DeployAdmissionAsync(); // that of a new ledger asks for triggers, which are not looked for in texts
        RegisterFile register = Texts(acting, "garden", Notes(160, 1));
        await acting.ActAsync(Texts(acting, "farm", Notes(40, 2, wrong: 2)));
        (ScheduleCommit commit, TrainedModel trained) = await TrainAsync(acting, register, Notes(60, 3));
        Assert.Equal(["id"], commit.LeftOut);
        Assert.All(commit.Batches, batch => Assert.StartsWith("notes/garden/", batch));
        Assert.Equal(HashedText.Buckets, trained.Run.Open.Inputs);
        Assert.InRange(trained.Run.Close!.TestAccuracyPpm!.Value, 900_000, 1_000_000);
        using (var reader = new HomeReader(acting.Home))
        {
            Assert.All(reader.Catalog.Batches("notes"), batch =>
                Assert.Equal(batch.Provider == "garden" ? Verdict.Accepted : Verdict.Refused, batch.Verdict));
        }
        (await acting.AskAsync(new AuditHome { Replay = true })).IsGood();
    }

    private static async Task<(ScheduleCommit Commit, TrainedModel Trained)> TrainAsync(
        Acting acting, RegisterFile register, string heldOut)
    {
        await acting.ActAsync(register);
        await acting.ActAsync(new JudgeBatches(register.Dataset));
        await acting.ActAsync(new GrantAccess("school", register.Dataset, "training", null));
        string test = acting.Write("test.csv", heldOut);
        await acting.ActAsync(new CommitEvaluation(test, register.Dataset));
        var scheduled = await acting.ActAsync(new ScheduleBatches(register.Dataset, Plants.Wish with { Budget = 120 }) { Seed = 3 });
        TrainedModel trained = await acting.ActAsync(
            new TrainModel(register.Dataset, Plants.Model with { Hidden = [], Epochs = 10 }) { Test = test });
        return (scheduled.Schedule.Commit, trained);
    }

    private static RegisterFile Texts(Acting acting, string provider, string csv) =>
        new(acting.Write($"{provider}-notes.csv", csv), "notes") { As = provider, Label = "kind", BatchSize = 40 };

    /// <summary>Kinds that nothing but the bed tells apart.</summary>
    private static string Mixed(int records, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("height,leaf,seen,bed,kind\n");
        for (int i = 0; i < records; i++)
        {
            string height = i % 7 == 0 ? "" : (random.NextDouble() + 1).ToString("F3", CultureInfo.InvariantCulture);
            string seen = new DateOnly(2024, (i % 12) + 1, (i % 28) + 1).ToString("O", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{height},{random.NextDouble():F9},{seen},{Bed()},{Kind(i)}\n");

            string Bed() => (i % 2 == 0 ? (string[])["north", "east"] : ["south", "west"])[random.Next(2)];
        }
        return text.ToString();
    }

    private static string Notes(int records, int seed, int wrong = 0)
    {
        string[][] words =
        [
            ["white", "small", "meadow", "lawn", "spring", "chain"], ["red", "thorn", "climbs", "wall", "june", "scented"],
        ];
        var random = new Random(seed);
        var text = new StringBuilder("note,id,kind\n");
        for (int i = 0; i < records; i++)
        {
            string note = string.Join(' ', Enumerable.Range(0, 6).Select(word => word % 2 == 0 ? "the" : words[i % 2][random.Next(6)]));
            text.Append(CultureInfo.InvariantCulture, $"{note} {random.Next(1000)},p-{seed}-{i},");
            text.Append(CultureInfo.InvariantCulture, $"{Kind(wrong > 0 && i / 2 % wrong == 0 ? i + 1 : i)}\n");
        }
        return text.ToString();
    }

    private static string Kind(int i) => i % 2 == 0 ? "daisy" : "rose";
}
