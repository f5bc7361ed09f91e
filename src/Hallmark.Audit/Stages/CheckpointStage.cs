using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Ledger;
using Hallmark.Training;

namespace Hallmark.Audit.Stages;

/// <summary>Checkpoints and models on disk against the digests on record.</summary>
internal static class CheckpointStage
{
    public static void Run(Catalog catalog, string runsDirectory, string? onlyRun, Findings findings)
    {
        int named = 0;
        int hashed = 0;
        void Check(RunState run, string name, string path, ObjectReference expected, LedgerEntry entry)
        {
            named++;
            Finding? finding = Compare(path, expected, out bool wasThere);
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
            var files = RunFiles.For(runsDirectory, run.Id);
            foreach ((LedgerEntry entry, RunStep step) in RecordedSteps.Of(catalog, run.Id))
            {
                Check(run, $"{run.Id}/{step.Step}", files.CheckpointPath(step.Step), step.Checkpoint, entry);
            }
            if (run.Closed is { } closed)
            {
                LedgerEntry entry = catalog.Ledger.ReadEntry(closed);
                Check(run, $"{run.Id}/model", files.ModelPath, Payload.Read<RunClose>(entry.Statement).Model, entry);
            }
        }
        findings.Coverage = findings.Coverage with { Checkpoints = named, CheckpointsHashed = hashed };
    }

    private static Finding? Compare(string path, ObjectReference expected, out bool wasThere)
    {
        wasThere = File.Exists(path);
        if (!wasThere)
        {
            return new Finding("checkpoint.missing", AuditVerdict.Incomplete, $"the file {Path.GetFileName(path)} is missing");
        }
        if (RunFiles.TryRead(path, expected) is not null)
        {
            return null;
        }
        return new Finding(
            "checkpoint.altered", AuditVerdict.Tampered,
            $"the file {Path.GetFileName(path)} is not the one whose digest {expected.Digest.ToShortString()}… is on record");
    }
}
