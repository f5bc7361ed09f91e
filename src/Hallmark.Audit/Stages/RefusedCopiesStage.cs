using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Batches that came after a refused one and are much the same. The rules know records again that are the very same
/// (<see cref="Contracts.Judging.JudgedBefore"/>); here a few of each refused batch are looked for without their label, and within a
/// thousandth of each column's spread. It is shown and not held against anybody: labels that were mended look like this, too. Open batches
/// only.
/// </summary>
internal sealed class RefusedCopiesStage(Catalog catalog, BatchReading reading, Findings findings)
{
    /// <summary>Records of a refused batch that are looked for; memory grows by so much with each.</summary>
    private const int SampleSize = 64;

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (DatasetState dataset in catalog.Ledger.State.List(DatasetKeys.All))
        {
            BatchState[] open =
            [
                .. catalog.Batches(dataset.Name).Where(batch => batch.Tier == BatchTier.Open && batch.Withdrawn is null)
                    .OrderBy(batch => batch.Entry),
            ];
            if (open.FirstOrDefault(batch => batch.Verdict == Verdict.Refused) is { } first)
            {
                await ExamineAsync(dataset.Name, [.. open.SkipWhile(batch => batch != first)], cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <param name="batches">From the first refused one on.</param>
    private async Task ExamineAsync(string dataset, IReadOnlyList<BatchState> batches, CancellationToken cancellation)
    {
        if (await FindSchemaAsync(dataset, cancellation).ConfigureAwait(false) is not { } schema)
        {
            return; // named already, by the stage that hashes all content
        }
        FeatureSelection features = FeatureSelection.All(schema);
        var refused = new List<Sample>();
        foreach (BatchState batch in batches)
        {
            RecordBatch records;
            try
            {
                records = await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (ContentStage.IsUnreadable(e))
            {
                continue; // named already, by the stage that hashes all content
            }
            if (batch.Verdict == Verdict.Refused)
            {
                refused.Add(Sample.Of(batch, records, features));
                continue;
            }
            foreach ((Sample sample, int found) in Look(refused, records, features).Where(one => 2 * one.Found >= one.Sample.Count))
            {
                findings.Add(new Finding(
                    "history.refused", AuditVerdict.Good,
                    $"batch {batch.Id} is much like {sample.Batch.Id}, which was refused: of {sample.Count} of that one's records it has "
                    + $"{found}, or nearly, whatever their labels")
                {
                    Dataset = dataset,
                    Batch = batch.Id,
                    Member = batch.Provider,
                });
            }
        }
    }

    private async Task<Schema?> FindSchemaAsync(string dataset, CancellationToken cancellation)
    {
        try
        {
            return await catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (ContentStage.IsUnreadable(e))
        {
            return null;
        }
    }

    /// <returns>How many of each sample's records are among these.</returns>
    private static IEnumerable<(Sample Sample, int Found)> Look(List<Sample> refused, RecordBatch records, FeatureSelection features)
    {
        HashSet<Digest> hashes = [.. records.HashesWithoutLabel()];
        HashSet<int> near = [];
        if (features.Columns.Count > 0)
        {
            Matrix samples = FeatureEncoder.Stack([.. refused.Select(sample => sample.Rows!)]);
            float[] tolerances = NearDuplicateRows.TolerancesWithKeys(samples);
            near.UnionWith(NearDuplicateRows.Find(FeatureEncoder.Stack([samples, FeatureEncoder.Plain(records, features)]), tolerances)
                .Where(pair => pair.Record >= samples.Rows && pair.Of < samples.Rows)
                .Select(pair => pair.Of));
        }
        int first = 0;
        foreach (Sample sample in refused)
        {
            yield return (sample, Enumerable.Range(0, sample.Count)
                .Count(i => near.Contains(first + i) || hashes.Contains(sample.Hashes[i])));
            first += sample.Count;
        }
    }

    /// <summary>
    /// The records of a refused batch with the smallest hashes, without their labels; no rows where there are no numbers.
    /// </summary>
    private sealed record Sample(BatchState Batch, IReadOnlyList<Digest> Hashes, Matrix? Rows)
    {
        public int Count => Hashes.Count;

        public static Sample Of(BatchState batch, RecordBatch records, FeatureSelection features)
        {
            Digest[] hashes = records.HashesWithoutLabel();
            int[] rows = [.. Enumerable.Range(0, hashes.Length).OrderBy(row => hashes[row]).Take(SampleSize)];
            return new Sample(
                batch, [.. rows.Select(row => hashes[row])],
                features.Columns.Count == 0 ? null : FeatureEncoder.Plain(records, features).Gather(rows));
        }
    }
}
