using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Evidence;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Measurements taken again: a validator's lie is well signed and accepted, so only the content shows it.</summary>
public sealed class MeasurementTests(AuditedLedger audited)
{
    [Fact]
    public async Task Measurements_that_the_content_does_not_give_are_named_with_batch_and_validator()
    {
        using LedgerCopy copy = await PendingAsync();
        string batch = copy.Batches()[0].Id;
        await JudgeAsync(copy, judge => judge.Batch == batch ? judge with { Checks = OneWorse(judge.Checks) } : judge);

        AuditReport report = await copy.AuditAsync();

        Finding finding = report.OnlyBad();
        Assert.Equal(
            ("judge.measurement", AuditVerdict.RulesBroken, batch, "lab"),
            (finding.Code, finding.Severity, finding.Batch, finding.Member));
        Assert.Contains("measured now", finding.Message);
        Assert.Equal((2, 2), (report.Coverage.Judged, report.Coverage.Remeasured));
    }

    [Fact]
    public async Task Measurements_of_a_withdrawn_batch_cannot_be_taken_again()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = copy.Batches()[0];
        await copy.SayAsync("garden", new BatchWithdraw(batch.Id, batch.Root, "a mistake"));

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Incomplete, report.Verdict);
        Assert.Contains(report.Findings, finding => (finding.Code, finding.Batch) == ("judge.withdrawn", batch.Id));
    }

    /// <summary>Two batches that nobody has judged.</summary>
    private static async Task<LedgerCopy> PendingAsync()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        return new LedgerCopy(KeptHome.Of(acting.Home));
    }

    /// <summary>Measures as lab should, and signs what the test makes of it.</summary>
    private static Task<int> JudgeAsync(LedgerCopy copy, Func<BatchJudge, BatchJudge> lie) => copy.ActAsync("lab", async (lab, catalog) =>
    {
        IReadOnlyList<BatchState> pending = catalog.Batches("plants");
        TreeSize size = BatchJudging.PoolSize(catalog, "plants");
        BatchReading reading = await BatchReading.OpenAsync(
            lab, catalog, "plants", BatchJudging.ReadBy(catalog, "plants", size, pending), ReadFor.Judging, (_, _) => default);
        IReadOnlyList<BatchJudge> honest = await BatchJudging
            .MeasureAsync(catalog, copy.Store, reading, datasetKey: null, "plants", size, pending);
        return (await lab.SubmitAllAsync(honest.Select(lie))).Count;
    });

    private static IReadOnlyList<CheckResult> OneWorse(IReadOnlyList<CheckResult> checks) =>
        [checks[0] with { Good = checks[0].Good - 1 }, .. checks.Skip(1)];
}
