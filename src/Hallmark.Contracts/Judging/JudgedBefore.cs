using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Judging;

/// <summary>
/// What became of records that are registered again: the same batch anew (rules 8), or the same records in another order, in other batches,
/// or with a few changed or more (rules 9). Nobody takes a second draw from the same validator that way: whoever judged them in any batch
/// before does not judge them again.
/// </summary>
public static class JudgedBefore
{
    /// <summary>
    /// Of the records that can be told, so many in a hundred were judged before: then a batch has no content of its own. A provider who
    /// mends a quarter of its records has made another batch.
    /// </summary>
    private const int SharePercent = 75;

    /// <summary>So many of its smallest hashes find an accepted batch: whoever holds three quarters of it holds some of them.</summary>
    private const int FoundBy = 8;

    /// <summary>Fewest records in common, where a batch has so many: one alone repeats by chance where data are coarse.</summary>
    private const int LeastInCommon = 4;

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

    /// <summary>
    /// The judged batch that records with this sketch come from; null where too few of them were judged.
    /// </summary>
    /// <remarks>
    /// A sketch holds the smallest hashes, so it shows of another batch's records those below its largest. Each earlier batch that shares a
    /// record says how far down to look; what any of them held counts.
    /// </remarks>
    public static string? Find(IStateView state, string dataset, ContentSketch sketch)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        (ulong Hash, string Batch)[] known =
        [
            .. from hash in sketch.Hashes
               let before = state.Find(DatasetKeys.JudgedRecord(dataset, hash))
               where before is not null
               select (hash, before.Batch),
        ];
        string[] batches = [.. known.GroupBy(one => one.Batch).OrderByDescending(group => group.Count()).Select(group => group.Key)];
        bool same = batches.Any(batch => IsSame(state.Find(DatasetKeys.Sketch(batch))!.Sketch));
        return same ? batches[0] : null;

        bool IsSame(ContentSketch before)
        {
            int shown = sketch.Hashes.Count(before.Shows);
            int common = known.Count(one => before.Shows(one.Hash));
            return common >= Math.Min(LeastInCommon, sketch.Hashes.Count) && 100 * common >= SharePercent * shown;
        }
    }

    /// <summary>The judged batch that a new one goes on from; null where its records are new.</summary>
    internal static string? Find(IStateView state, BatchManifest manifest) =>
        state.Find(DatasetKeys.Withdrawn(manifest.Dataset, manifest.Root))?.Batch
            ?? (manifest.Sketch is { } sketch ? Find(state, manifest.Dataset, sketch) : null);

    /// <summary>
    /// A batch that is withdrawn after it was judged leaves its name with its records; one that was not passes on what it goes on from.
    /// </summary>
    internal static void Withdrawn(Ruling ruling, BatchState batch)
    {
        if (ruling.Rules >= RuleVersions.History && batch.Validators.Count > 0)
        {
            ruling.Put(DatasetKeys.Withdrawn(batch.Dataset, batch.Root), new JudgedContent(batch.Id));
            Remember(ruling, batch);
        }
    }

    /// <summary>A batch whose place another takes after it was judged is known again in that one.</summary>
    internal static void Superseded(Ruling ruling, BatchState batch)
    {
        if (batch.Validators.Count > 0)
        {
            Remember(ruling, batch);
        }
    }

    /// <summary>What was not accepted is known again while it still stands, too.</summary>
    internal static void Judged(Ruling ruling, BatchState batch)
    {
        if (batch.Verdict != Verdict.Accepted)
        {
            Remember(ruling, batch);
        }
    }

    /// <summary>An accepted batch is found by a few of its records, so that nobody takes its history for that of a copy.</summary>
    internal static void Accepted(Ruling ruling, BatchState batch)
    {
        foreach (ulong hash in ruling.Find(DatasetKeys.Sketch(batch.Id))?.Sketch.Hashes.Take(FoundBy) ?? [])
        {
            StateKey<JudgedContent> key = DatasetKeys.AcceptedRecord(batch.Dataset, hash);
            if (Standing(ruling, ruling.Find(key)) is null)
            {
                ruling.Put(key, new JudgedContent(batch.Id));
            }
        }
    }

    private static void Remember(Ruling ruling, BatchState batch)
    {
        if (ruling.Find(DatasetKeys.Sketch(batch.Id)) is { } kept)
        {
            HashSet<ulong> others = OthersRecords(ruling, batch, kept.Sketch);
            foreach (ulong hash in kept.Sketch.Hashes.Where(hash => !others.Contains(hash)))
            {
                ruling.Put(DatasetKeys.JudgedRecord(batch.Dataset, hash), new JudgedContent(batch.Id));
            }
        }
    }

    /// <summary>
    /// Records that another provider had accepted before this batch came: what became of a copy is not their history, or anybody could use
    /// up the validators of others' records.
    /// </summary>
    private static HashSet<ulong> OthersRecords(Ruling ruling, BatchState batch, ContentSketch sketch)
    {
        BatchState[] earlier =
        [
            .. sketch.Hashes.Select(hash => Standing(ruling, ruling.Find(DatasetKeys.AcceptedRecord(batch.Dataset, hash))))
                .OfType<BatchState>().DistinctBy(other => other.Id)
                .Where(other => other.Provider != batch.Provider && other.Entry < batch.Entry),
        ];
        return [.. earlier.SelectMany(other => ruling.Find(DatasetKeys.Sketch(other.Id))!.Sketch.Hashes)];
    }

    /// <summary>The batch where it is accepted still.</summary>
    private static BatchState? Standing(Ruling ruling, JudgedContent? content) =>
        content is not null && ruling.Find(DatasetKeys.Batch(content.Batch)) is { Verdict: Verdict.Accepted, Withdrawn: null } batch
            ? batch
            : null;
}
