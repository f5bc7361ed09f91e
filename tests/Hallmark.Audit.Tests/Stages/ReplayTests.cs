using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Files;
using Hallmark.Training;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>
/// Runs trained again. What a trainer signed that training does not give is well signed and accepted, and its files are those on record:
/// nothing but a replay shows it.
/// </summary>
public sealed class ReplayTests(AuditedLedger audited)
{
    [Fact]
    public async Task A_checkpoint_that_training_does_not_give_is_named()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, alteredStep: 2);
        Finding finding = (await copy.ReplayAsync(run)).OnlyBad();
        IsOf(run, "replay.checkpoint", finding);
        Assert.Equal([$"{run}/2"], finding.Checkpoints);
        (await copy.AuditAsync()).IsGood(); // without a replay nothing of it shows
    }

    [Fact]
    public async Task A_loss_that_training_does_not_give_is_named_with_its_step()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, step => step.Step == 3 ? step with { LossPpm = step.LossPpm - 1 } : step);
        Finding finding = (await copy.ReplayAsync(run)).OnlyBad();
        IsOf(run, "replay.loss", finding);
        Assert.Contains("step 3", finding.Message);
        (await copy.AuditAsync()).IsGood();
    }

    [Fact]
    public async Task An_accuracy_that_the_model_does_not_have_is_named()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, close: close => close with { TestAccuracyPpm = close.TestAccuracyPpm - 1 });
        IsOf(run, "replay.accuracy", (await copy.ReplayAsync(run)).OnlyBad());
        (await copy.AuditAsync()).IsGood();
    }

    [Fact]
    public async Task An_error_on_targets_that_the_model_does_not_have_is_named()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, close: close => close with { TestError = new TargetError(990_000, "1.5") });
        Finding finding = (await copy.ReplayAsync(run)).OnlyBad();
        IsOf(run, "replay.error", finding);
        Assert.Contains("is 1.5 (990000 millionths explained), the model has none", finding.Message);
    }

    [Fact]
    public async Task A_model_that_its_last_checkpoint_does_not_give_is_named_by_itself()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, alteredModel: true);
        Finding finding = (await copy.ReplayAsync(run)).OnlyBad();
        IsOf(run, "replay.checkpoint", finding);
        Assert.Equal([$"{run}/model"], finding.Checkpoints);
        (await copy.AuditAsync()).IsGood();
    }

    [Fact]
    public async Task A_run_that_is_left_open_does_not_escape()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, alteredStep: 2, left: true);
        AuditReport report = await copy.ReplayAsync(run);
        IsOf(run, "replay.checkpoint", report.OnlyBad());
        Assert.Equal((3, 2, 0), (report.Coverage.Digests, report.Coverage.DigestsRecomputed, report.Coverage.RunsReplayed));
        (await copy.AuditAsync()).IsGood();
    }

    [Fact]
    public async Task What_an_engine_outside_trained_is_a_limit_that_the_ledger_declared()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, alteredModel: true, open: open => open with { Inputs = null, Engine = "lab-engine" });
        AuditReport report = await copy.ReplayAsync(run);
        report.IsGood();
        Assert.Equal((1, run), (report.Limits, report.Only("run.attested").Run));
        Assert.Equal((4, 0, 0), (report.Coverage.Digests, report.Coverage.DigestsRecomputed, report.Coverage.RunsReplayed));
    }

    [Fact]
    public async Task A_number_of_features_that_the_model_does_not_read_is_named()
    {
        using LedgerCopy copy = audited.Copy();
        string run = await LieAsync(copy, open: open => open with { Inputs = open.Inputs + 1 });
        IsOf(run, "replay.inputs", (await copy.ReplayAsync(run)).OnlyBad());
    }

    [Fact]
    public async Task Where_time_runs_out_what_was_not_trained_again_is_incomplete()
    {
        using LedgerCopy copy = audited.Copy();
        AuditReport report = await copy.AuditAsync(request => request with { Replay = true, ReplayBudget = TimeSpan.Zero });
        Assert.Equal(AuditVerdict.Incomplete, report.Only("replay.budget").Severity);
        Assert.Equal((4, 0), (report.Coverage.Digests, report.Coverage.DigestsRecomputed));
    }

    [Fact]
    public async Task A_run_on_a_batch_that_was_withdrawn_cannot_be_trained_again()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = copy.Look().Batch(copy.Schedule().Batches[0]);
        await copy.EraseAsync(batch);

        Finding finding = (await copy.ReplayAsync()).Only("replay.withdrawn");

        Assert.Equal(
            (AuditVerdict.Good, true, AuditedLedger.Run, batch.Id), (finding.Severity, finding.IsLimit, finding.Run, finding.Batch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_release_of_another_model_than_training_gives_breaks_the_rules(bool isTrue)
    {
        using LedgerCopy copy = audited.Copy();
        RunState run = copy.Look().Ledger.State.Find(RunKeys.Run(AuditedLedger.Run))!;
        ObjectReference model = Payload.Read<RunClose>(copy.Look().Ledger.ReadEntry(run.Closed!.Value).Statement).Model;
        await copy.SayAsync(run.Trainer, new ModelRelease(run.Id, isTrue ? model : ObjectReference.Of("else"u8), null));

        AuditReport report = await copy.ReplayAsync();

        Finding told = report.Only("model.released");
        Assert.Equal((AuditVerdict.Good, run.Id, run.Trainer), (told.Severity, told.Run, told.Member));
        Assert.Equal((1, isTrue ? 1 : 0), (report.Coverage.Releases, report.Coverage.ReleasesRecomputed));
        if (isTrue)
        {
            report.IsGood();
            return;
        }
        Finding finding = report.OnlyBad();
        Assert.Equal(("release.model", AuditVerdict.RulesBroken, run.Id), (finding.Code, finding.Severity, finding.Run));
    }

    [Fact]
    public async Task A_run_on_content_that_is_missing_cannot_be_trained_again()
    {
        using LedgerCopy copy = audited.Copy();
        copy.Store.Objects.Remove(copy.Manifest(copy.Schedule().Batches[0]).Content.Digest, out _);
        Finding finding = (await copy.ReplayAsync()).Only("replay.impossible");
        Assert.Equal((AuditVerdict.Incomplete, AuditedLedger.Run), (finding.Severity, finding.Run));
    }

    private static void IsOf(string run, string code, Finding finding) => Assert.Equal(
        (code, AuditVerdict.RulesBroken, run, "school"), (finding.Code, finding.Severity, finding.Run, finding.Member));

    /// <summary>Puts the honest run on record once more, changed; answers the new run's id.</summary>
    private static Task<string> LieAsync(
        LedgerCopy copy, Func<RunStep, RunStep>? steps = null, Func<RunClose, RunClose>? close = null, int alteredStep = 0,
        bool alteredModel = false, bool left = false, Func<RunOpen, RunOpen>? open = null) => copy.ActAsync(
        "school", async (school, catalog) =>
    {
        HonestRun honest = LedgerCopy.Honest(catalog);
        string run = (await school.ObtainAsync(open?.Invoke(honest.Open) ?? honest.Open)).Run;
        RunFiles from = RunFiles.For(new RegularFiles(copy.RunsDirectory), honest.State.Id);
        RunFiles to = RunFiles.For(new RegularFiles(copy.RunsDirectory), run);
        foreach (RunStep step in honest.Steps)
        {
            string name = RunFiles.Checkpoint(step.Step);
            ObjectReference written = Write(to, from.PathOf(name), name, step.Step == alteredStep);
            RunStep said = step with { Run = run, Checkpoint = written };
            await school.SubmitAsync(steps?.Invoke(said) ?? said);
        }
        if (left)
        {
            return run;
        }
        RunClose closing = honest.Close with { Run = run, Model = Write(to, from.PathOf(RunFiles.Model), RunFiles.Model, alteredModel) };
        await school.SubmitAsync(close?.Invoke(closing) ?? closing);
        return run;
    });

    private static ObjectReference Write(RunFiles files, string from, string to, bool altered)
    {
        byte[] bytes = File.ReadAllBytes(from);
        bytes[^1] ^= altered ? (byte)1 : (byte)0;
        return files.Write(to, bytes);
    }
}
