using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>What becomes of batches whose label is a number, or that have none, by the policy of a new ledger and the README's.</summary>
public sealed class JudgeTargetsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sound_targets_are_accepted_and_damaged_ones_refused(bool deployed)
    {
        using Acting acting = await BeginAsync(deployed);
        await acting.RentAsync("garden", Rents.Csv(180, 1));
        await acting.RentAsync("farm", Rents.Csv(60, 2, wrong: 3));
        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Rents.Dataset));
        Assert.Equal(
            [Verdict.Accepted, Verdict.Accepted, Verdict.Accepted, Verdict.Refused],
            judged.Batches.OrderBy(batch => batch.Entry).Select(batch => batch.Verdict));
        Assert.True(Credibility(acting, "garden") > Unknown);
        Assert.True(Credibility(acting, "farm") < Unknown);

        BatchExplanation explained = await acting.AskAsync(new ExplainBatch("rents/farm/1"));
        ExplainedCheck targets = explained.Checks.Single(check => check.Name == "targets");
        Assert.Equal((40, 60), (targets.Result!.Good, targets.Result.Of));
        Assert.Equal(500_000, targets.Rule!.WeightPpm);
        Assert.DoesNotContain(explained.Checks, check => check.Rule is not null && check.Name is "noise" or "conflicts");
        Assert.Contains(explained.Findings, finding => finding.Check == "targets" && finding.Suggestion.StartsWith("its rent is", default));
        RecheckedBatch again = await acting.ActAsync(new RecheckBatch("rents/farm/1") { As = "lab" });
        Assert.Equal(RecheckStatus.Agrees, again.Result.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_without_any_label_are_accepted_for_what_can_be_measured_of_them(bool deployed)
    {
        using Acting acting = await BeginAsync(deployed);
        await acting.ActAsync(Rents.File(acting, "garden", Rents.Csv(120, 1)) with { Target = null });
        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Rents.Dataset));
        Assert.All(judged.Batches, batch => Assert.Equal(Verdict.Accepted, batch.Verdict));
        Assert.True(Credibility(acting, "garden") > Unknown);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Too_few_targets_to_tell_wait_in_quarantine_and_are_held_against_nobody(bool deployed)
    {
        using Acting acting = await BeginAsync(deployed);
        await acting.RentAsync("garden", Rents.Csv(30, 1));
        BatchState batch = Assert.Single((await acting.ActAsync(new JudgeBatches(Rents.Dataset))).Batches);
        Assert.Equal(Verdict.Quarantined, batch.Verdict);
        Assert.Equal(["targets: nothing could be measured"], batch.Reasons);
        Assert.Equal(Unknown, Credibility(acting, "garden"));
        BatchExplanation explained = await acting.AskAsync(new ExplainBatch(batch.Id));
        Assert.Null(explained.Checks.Single(check => check.Name == "targets").Value);
    }

    private const long Unknown = 500_000;

    private static async Task<Acting> BeginAsync(bool deployed)
    {
        Acting acting = await Plants.BeginAsync();
        if (deployed)
        {
            await acting.DeployAdmissionAsync();
        }
        return acting;
    }

    private static long Credibility(Acting acting, string provider)
    {
        using var reader = new HomeReader(acting.Home);
        return (reader.Catalog.Ledger.State.Find(JudgingKeys.Standing(provider)) ?? StandingState.None)
            .CredibilityPpm(TrustRule.Standard);
    }
}
