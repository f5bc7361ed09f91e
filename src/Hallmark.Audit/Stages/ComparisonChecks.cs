using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Operations.Runs;
using Hallmark.Training;

namespace Hallmark.Audit.Stages;

/// <summary>
/// What a run was compared with against the digest on record. That trainings gave those figures is the trainer's word: they are not done
/// again.
/// </summary>
internal static class ComparisonChecks
{
    public static Finding? Find(Catalog catalog, RunState run, RunFiles files)
    {
        bool there = files.Files.Has(Comparison.FileName);
        Finding? finding = Comparison.OnRecord(catalog, run) is { } expected ? Compare(files, expected, run, there)
            : there ? new Finding(
                "comparison.unrecorded", AuditVerdict.Good, $"the figures in {Comparison.FileName} are on no record: nobody's word")
            : null;
        return finding is null ? null : finding with
        {
            Message = $"{run.Id}: {finding.Message}",
            Dataset = run.Dataset,
            Run = run.Id,
            Member = run.Trainer,
            Entry = run.Compared?.Value,
            Height = run.Compared is { } entry ? catalog.Ledger.HeightOf(entry).Value : null,
        };
    }

    private static Finding Compare(RunFiles files, ObjectReference expected, RunState run, bool there) =>
        !there ? new Finding("comparison.missing", AuditVerdict.Incomplete, $"the file {Comparison.FileName} is missing")
        : expected.Size <= ObjectLimits.Comparison && files.TryRead(Comparison.FileName, expected) is not null
            ? new Finding(
                "comparison.attested", AuditVerdict.Good,
                $"the figures in {Comparison.FileName} are those that {run.Trainer} put on record; nobody trains them again")
        : new Finding(
            "comparison.altered", AuditVerdict.Tampered,
            $"the file {Comparison.FileName} is not the one whose digest {expected.Digest.ToShortString()}… is on record");
}
