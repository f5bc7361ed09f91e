using Hallmark.Contracts.Datasets;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Judging;

/// <summary>
/// What became of records before they were withdrawn and registered again. Nobody takes a second draw from the same validator that way:
/// whoever judged them in any batch before does not judge them again.
/// </summary>
public static class JudgedBefore
{
    /// <summary>
    /// The earlier batches of these records that were judged, the newest first. No more than there are validators, since each was judged
    /// by one that had judged none of those before.
    /// </summary>
    public static IEnumerable<BatchState> Of(IStateView state, BatchState batch)
    {
        for (string? id = batch.Resumes; id is not null;)
        {
            BatchState before = state.Find(DatasetKeys.Batch(id))!;
            yield return before;
            id = before.Resumes;
        }
    }

    /// <summary>Whether this validator judged the same records in a batch before.</summary>
    public static bool By(IStateView state, BatchState batch, string validator) =>
        Of(state, batch).Any(before => before.Validators.Contains(validator));

    /// <summary>A batch that was judged leaves its name with its records; one that was not passes on what it goes on from.</summary>
    internal static void Remember(Ruling ruling, BatchState withdrawn)
    {
        if (ruling.Rules >= RuleVersions.History && withdrawn.Validators.Count > 0)
        {
            ruling.Put(DatasetKeys.Withdrawn(withdrawn.Dataset, withdrawn.Root), new WithdrawnContent(withdrawn.Id));
        }
    }
}
