using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Ledger;

namespace Hallmark.Audit;

/// <summary>Which checkpoints a batch went into: every step from the first that names it on, for its run never forgets it.</summary>
internal sealed class RunUses
{
    private readonly Dictionary<string, List<string>> _checkpoints = new(StringComparer.Ordinal);

    public static RunUses None { get; } = new();

    public IReadOnlyList<string> CheckpointsOf(string batch) => _checkpoints.GetValueOrDefault(batch) ?? [];

    public static RunUses Of(LedgerView ledger)
    {
        var uses = new RunUses();
        var seen = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal); // run → batches it has met
        foreach (LedgerEntry entry in ledger.Entries())
        {
            if (entry.Statement.Kind != RunStep.Kind)
            {
                continue;
            }
            RunStep step = Payload.Read<RunStep>(entry.Statement);
            if (!seen.TryGetValue(step.Run, out HashSet<string>? batches))
            {
                seen.Add(step.Run, batches = new HashSet<string>(StringComparer.Ordinal));
            }
            batches.UnionWith(step.Batches);
            foreach (string batch in batches)
            {
                if (!uses._checkpoints.TryGetValue(batch, out List<string>? checkpoints))
                {
                    uses._checkpoints.Add(batch, checkpoints = []);
                }
                checkpoints.Add($"{step.Run}/{step.Step}");
            }
        }
        return uses;
    }
}
