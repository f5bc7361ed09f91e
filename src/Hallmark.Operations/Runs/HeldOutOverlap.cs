using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Operations.Homes;
using Hallmark.Quality.Duplicates;
using Hallmark.Sources;

namespace Hallmark.Operations.Runs;

/// <summary>
/// Records of a held-out file that are in batches which models are trained on, as the audit will find them
/// (<see cref="HeldOutComparison"/>). Of batches only the open ones are looked at, as they lie in this home and off the record: nothing of
/// them goes further than how many there are, and in which places of the file that was given.
/// </summary>
/// <param name="File">As the user named it.</param>
/// <param name="Records">How many it has.</param>
/// <param name="Exact">How many are in batches just so, but for the label.</param>
/// <param name="Near">Of how many others there are near copies.</param>
/// <param name="Places">Where the first of them stand in the file, such as "line 3".</param>
/// <param name="IsExactBroken">Whether a run that is trained on them and measured on the file breaks the rules by exact ones.</param>
/// <param name="IsBroken">Whether it does by the exact ones or the near copies.</param>
public sealed record HeldOutOverlap(
    string File, int Records, int Exact, int Near, IReadOnlyList<string> Places, bool IsExactBroken, bool IsBroken)
{
    private const int PlacesTold = 10;
    private const int RowsAtOnce = 4_096;

    /// <summary>One sentence for people.</summary>
    public string Sentence()
    {
        int all = Exact + Near;
        string near = Near > 0 ? $", {Near} of them as near copies" : "";
        string more = all > Places.Count ? $" and {all - Places.Count} more" : "";
        return $"{File}: {all} of its {Records} records {(all == 1 ? "is" : "are")} in batches that models are trained on{near}: "
            + $"{string.Join(", ", Places)}{more}";
    }

    internal UsageException Refusal(string field) =>
        new($"{field}{Sentence()}. A model knows what it was trained on, and the audit says so; take them out");

    /// <param name="workspace">Whose store has the batches and the set.</param>
    /// <param name="schema">Of the held-out records.</param>
    /// <param name="set">They.</param>
    /// <param name="batches">What is or may be trained on.</param>
    /// <param name="file">Where the set comes from.</param>
    /// <param name="words">What is declared of it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Null where nothing overlaps.</returns>
    internal static async Task<HeldOutOverlap?> FindAsync(
        Workspace workspace, Schema schema, EvaluationSet set, IEnumerable<BatchState> batches, string file, SourceWords words,
        CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        BatchState[] open = [.. batches.Where(batch => batch.Tier == BatchTier.Open && batch.Withdrawn is null)];
        RecordBatch heldOut = await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false);
        var comparison = new HeldOutComparison(schema, heldOut, open.Sum(batch => batch.Records));
        var reading = BatchReading.Offline(catalog, _ => null);
        foreach (BatchState batch in open)
        {
            try
            {
                comparison.Look(await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false));
            }
            catch (ContentException)
            {
                // The audit names it; what is not there is not trained on either.
            }
        }
        bool bound = catalog.Ledger.Last.Rules >= RuleVersions.BoundRuns;
        int[] found = [.. comparison.Exact.Concat(comparison.Near).Order()];
        return found.Length == 0 ? null : new HeldOutOverlap(
            file, heldOut.Count, comparison.Exact.Count, comparison.Near.Count,
            PlacesOf([.. found.Take(PlacesTold)], file, words),
            bound && comparison.IsExactBeyondChance, bound && comparison.IsBeyondChance);
    }

    /// <summary>The file is read once more, whatever schema it has.</summary>
    private static string[] PlacesOf(int[] records, string file, SourceWords words)
    {
        IRecordSource source = KnownSources.Open(file, words.Of(SourceRoles.None));
        var positions = new List<long>();
        using IRowReader reader = source.Open();
        while (positions.Count <= records[^1] && reader.Next(RowsAtOnce) is { } rows)
        {
            using (rows)
            {
                positions.AddRange(Enumerable.Range(0, rows.Count).Select(rows.PositionOf));
            }
        }
        return [.. records.Where(record => record < positions.Count).Select(record =>
        {
            (string part, long place) = source.Locate(positions[record]);
            return part == source.Name ? $"{source.PositionUnit} {place}" : $"{part} {source.PositionUnit} {place}";
        })];
    }
}
