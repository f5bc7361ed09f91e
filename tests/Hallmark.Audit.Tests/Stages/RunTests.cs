using Hallmark.Client;
using Hallmark.Contracts.Runs;
using Hallmark.Files;
using Hallmark.Training;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Runs against what they promised: denied attempts, and epochs that are not on record.</summary>
public sealed class RunTests(AuditedLedger audited)
{
    [Fact]
    public async Task A_run_closed_over_denied_steps_broke_the_rules_and_is_incomplete()
    {
        using LedgerCopy copy = audited.Copy();
        IReadOnlyList<string> scheduled = copy.Schedule().Batches;
        string left = copy.Batches().Select(batch => batch.Id).Single(id => !scheduled.Contains(id));
        TrainingResult trained = await copy.ActAsync("school", (school, catalog) =>
            new TrainingRun(school, catalog, (_, _) => default, new RegularFiles(copy.RunsDirectory)).RunAsync(
                new TrainingRequest
                {
                    Schedule = copy.Schedule().Id,
                    Configuration = LedgerCopy.Honest(catalog).Open.Configuration,
                    Unscheduled = [left],
                }));

        AuditReport report = await copy.AuditAsync();

        Finding step = report.Only("run.forbidden-step");
        Assert.Equal(
            (AuditVerdict.RulesBroken, trained.Run, left, "school", "run.step.unscheduled"),
            (step.Severity, step.Run, step.Batch, step.Member, step.Rule));
        Assert.Equal([$"{trained.Run}/1"], step.Checkpoints);
        Finding incomplete = report.Only("run.incomplete");
        Assert.Equal((AuditVerdict.RulesBroken, trained.Run), (incomplete.Severity, incomplete.Run));
        Assert.Contains("0 of 3 epochs on record; 3 steps were denied", incomplete.Message);
        (await copy.AuditAsync(request => request with { Run = AuditedLedger.Run })).Findings
            .Where(finding => finding.Severity > AuditVerdict.Good).ToList().ForEach(finding => Assert.Fail(finding.Message));
    }

    [Fact]
    public async Task A_run_closed_before_its_last_epoch_is_incomplete_and_one_that_was_not_closed_a_note()
    {
        using LedgerCopy copy = audited.Copy();
        (string closed, string open) = await copy.ActAsync("school", async (school, catalog) =>
        {
            HonestRun honest = LedgerCopy.Honest(catalog);
            string first = (await school.ObtainAsync(honest.Open)).Run;
            await SubmitAsync(school, honest.Steps[0] with { Run = first });
            await school.SubmitAsync(honest.Close with { Run = first });
            string second = (await school.ObtainAsync(honest.Open)).Run;
            await SubmitAsync(school, honest.Steps[0] with { Run = second });
            return (first, second);

            Task SubmitAsync(MemberSession session, RunStep step)
            {
                RunFiles from = RunFiles.For(new RegularFiles(copy.RunsDirectory), honest.State.Id);
                RunFiles to = RunFiles.For(new RegularFiles(copy.RunsDirectory), step.Run);
                to.Write(RunFiles.Checkpoint(step.Step), File.ReadAllBytes(from.PathOf(RunFiles.Checkpoint(step.Step))));
                to.Write(RunFiles.Model, File.ReadAllBytes(from.PathOf(RunFiles.Model)));
                return session.SubmitAsync(step);
            }
        });

        AuditReport report = await copy.ReplayAsync();

        Finding incomplete = report.OnlyBad();
        Assert.Equal(("run.incomplete", AuditVerdict.RulesBroken, closed), (incomplete.Code, incomplete.Severity, incomplete.Run));
        Assert.Contains("1 of 3 epochs", incomplete.Message);
        Assert.Equal((AuditVerdict.Good, open), (report.Only("run.open").Severity, report.Only("run.open").Run));
        Coverage coverage = report.Coverage;
        Assert.Equal((3, 3), (coverage.Runs, coverage.RunsReplayed)); // what is on record of them
        Assert.Equal((4 + 2 + 1, 4 + 1 + 1), (coverage.Digests, coverage.DigestsRecomputed)); // no model follows from one step
    }

    [Fact]
    public async Task A_denied_attempt_alone_is_a_note()
    {
        using LedgerCopy copy = audited.Copy();
        await Assert.ThrowsAsync<StatementDeniedException>(() => copy.ActAsync(
            "garden", (garden, catalog) => garden.SubmitAsync(LedgerCopy.Honest(catalog).Open)));

        AuditReport report = await copy.AuditAsync();

        report.IsGood();
        Finding note = report.Only("denied");
        Assert.Equal("garden", note.Member);
        Assert.Contains("garden tried run.open", note.Message);
    }
}
