using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Files;
using Hallmark.Operations.Runs;
using Hallmark.Training;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>The folders of runs: what is on record in them other stages compare, so here is only what is not.</summary>
internal static class RunFolders
{
    public static void Look(KeptHome kept)
    {
        Dictionary<string, RunState> runs = kept.Catalog.Ledger.State.List(RunKeys.All)
            .ToDictionary(run => RunFiles.FolderOf(run.Id), StringComparer.Ordinal);
        foreach (string name in kept.Names("runs"))
        {
            string path = $"runs/{name}";
            if (!runs.TryGetValue(name, out RunState? run) || !kept.IsFolder(path))
            {
                kept.Stray(path);
            }
            else if (kept.OnlyRun is null || kept.OnlyRun == run.Id)
            {
                LookInto(kept, path, run);
            }
        }
    }

    private static void LookInto(KeptHome kept, string path, RunState run)
    {
        HashSet<string> known =
        [
            Comparison.FileName, RunFiles.Model,
            .. RecordedSteps.Of(kept.Catalog, run.Id).Select(step => RunFiles.Checkpoint(step.Step.Step)),
        ];
        foreach (string name in kept.Names(path))
        {
            if (!known.Contains(name))
            {
                kept.Stray($"{path}/{name}");
            }
            else if (!kept.IsOf($"{path}/{name}", FileKind.Regular))
            {
                continue;
            }
            else if (name == RunFiles.Model && run.Closed is null)
            {
                kept.Found.Unvouched($"{path}/{name}", "its run is not closed");
            }
        }
    }
}
