using Hallmark.Files;
using Hallmark.Training;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Checkpoints and the model on disk against the digests on record.</summary>
public sealed class CheckpointTests(AuditedLedger audited)
{
    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public async Task An_altered_file_is_named_with_run_step_and_trainer(int? step)
    {
        using LedgerCopy copy = audited.Copy();
        string path = PathOf(copy, step);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^9] ^= 1;
        File.WriteAllBytes(path, bytes);

        Finding finding = (await copy.AuditAsync()).OnlyBad();

        IsOf(finding, "checkpoint.altered", AuditVerdict.Tampered, step);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public async Task A_missing_file_is_incomplete(int? step)
    {
        using LedgerCopy copy = audited.Copy();
        File.Delete(PathOf(copy, step));

        AuditReport report = await copy.AuditAsync();

        IsOf(report.OnlyBad(), "checkpoint.missing", AuditVerdict.Incomplete, step);
        Assert.Equal((4, 3), (report.Coverage.Checkpoints, report.Coverage.CheckpointsHashed));
    }

    private static void IsOf(Finding finding, string code, AuditVerdict severity, int? step)
    {
        Assert.Equal(
            (code, severity, AuditedLedger.Run, "school"), (finding.Code, finding.Severity, finding.Run, finding.Member));
        Assert.Equal([$"{AuditedLedger.Run}/{step?.ToString() ?? "model"}"], finding.Checkpoints);
    }

    private static string PathOf(LedgerCopy copy, int? step)
    {
        RunFiles files = RunFiles.For(new RegularFiles(copy.RunsDirectory), AuditedLedger.Run);
        return step is { } number ? files.PathOf(RunFiles.Checkpoint(number)) : files.PathOf(RunFiles.Model);
    }
}
