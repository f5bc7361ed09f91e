using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Training;

namespace Hallmark.Audit.Stages;

/// <summary>Checkpoints, models and comparisons on disk against the digests on record.</summary>
internal static class CheckpointStage
{
    public static void Run(Catalog catalog, RegularFiles runs, string? onlyRun, Findings findings)
    {
        int named = 0;
        int hashed = 0;
        void Check(RunState run, string name, RunFiles files, string file, ObjectReference expected, LedgerEntry entry)
        {
            named++;
            Finding? finding = Compare(files, file, expected, out bool wasThere);
            hashed += wasThere ? 1 : 0;
            if (finding is not null)
            {
                findings.Add(finding with
                {
                    Message = $"{name}: {finding.Message}",
                    Dataset = run.Dataset,
                    Run = run.Id,
                    Member = run.Trainer,
                    Height = entry.Height.Value,
                    Entry = entry.Index.Value,
                    Checkpoints = [name],
                });
            }
        }
        foreach (RunState run in catalog.Ledger.State.List(RunKeys.All).Where(run => onlyRun is null || run.Id == onlyRun))
        {
            var files = RunFiles.For(runs, run.Id);
            foreach ((LedgerEntry entry, RunStep step) in RecordedSteps.Of(catalog, run.Id))
            {
                Check(run, $"{run.Id}/{step.Step}", files, RunFiles.Checkpoint(step.Step), step.Checkpoint, entry);
            }
            if (run.Closed is { } closed)
            {
                LedgerEntry entry = catalog.Ledger.ReadEntry(closed);
                Check(run, $"{run.Id}/model", files, RunFiles.Model, Payload.Read<RunClose>(entry.Statement).Model, entry);
            }
            if (ComparisonChecks.Find(catalog, run, files) is { } compared)
            {
                findings.Add(compared);
            }
        }
        findings.Coverage = findings.Coverage with { Checkpoints = named, CheckpointsHashed = hashed };
    }

    private static Finding? Compare(RunFiles files, string name, ObjectReference expected, out bool wasThere)
    {
        wasThere = files.Files.Has(name);
        if (!wasThere)
        {
            return new Finding("checkpoint.missing", AuditVerdict.Incomplete, $"the file {name} is missing") { Cause = "missing" };
        }
        if (files.TryRead(name, expected) is not null)
        {
            return null;
        }
        return new Finding(
            "checkpoint.altered", AuditVerdict.Tampered,
            $"the file {name} is not the one whose digest {expected.Digest.ToShortString()}… is on record");
    }
}
