using System.Globalization;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests.Stages;

public sealed class RefusedCopiesTests
{
    [Fact]
    public async Task Batches_that_are_much_like_a_refused_one_are_named_whatever_their_labels_and_last_digits()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(60, seed: 1));
        string[] wrong = [.. Plants.Csv(20, seed: 2).Split('\n').Select(Relabelled)];
        await acting.RegisterAsync("farm", string.Join('\n', wrong));
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        Assert.Equal(Verdict.Refused, (await VerdictsAsync(acting))["plants/farm/1"]);
        await acting.RegisterAsync("farm", string.Join('\n', wrong.Select(Relabelled))); // mended
        await acting.RegisterAsync("farm", string.Join('\n', wrong.Select(line => Nudged(line, 1e-5))));
        await acting.RegisterAsync("farm", string.Join('\n', wrong.Select(line => Nudged(line, 3))));
        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));

        AuditReport report = await copy.AuditAsync();

        Finding[] found = [.. report.Findings.Where(finding => finding.Code == "history.refused")];
        Assert.Equal(["plants/farm/2", "plants/farm/3"], found.Select(finding => finding.Batch));
        Assert.All(found, finding => Assert.Contains("much like plants/farm/1, which was refused: of 20 of", finding.Message));
        report.IsGood();
    }

    private static async Task<Dictionary<string, Verdict>> VerdictsAsync(Acting acting) =>
        (await acting.AskAsync(new ListBatches(Plants.Dataset))).ToDictionary(batch => batch.Id, batch => batch.Verdict);

    private static string Relabelled(string line) =>
        line.EndsWith("daisy", StringComparison.Ordinal) ? line.Replace("daisy", "rose") : line.Replace("rose", "daisy");

    private static string Nudged(string line, double by)
    {
        string[] cells = line.Split(',');
        return double.TryParse(cells[0], CultureInfo.InvariantCulture, out double height)
            ? string.Join(',', [(height + by).ToString("R", CultureInfo.InvariantCulture), .. cells[1..]])
            : line;
    }
}
