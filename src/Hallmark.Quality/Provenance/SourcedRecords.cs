using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Labelled records of which it is known who signed them. Providers and batches are counted from 0; a batch has one provider.
/// </summary>
public sealed class SourcedRecords
{
    /// <summary>Most providers.</summary>
    public const int ProvidersLimit = 1_000;

    /// <param name="features"><c>[records, features]</c>, finite, on one scale; not copied, not to be changed.</param>
    /// <param name="labels">Class of each record, from 0.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="batches">Batch of each record, from 0.</param>
    /// <param name="providerOfBatch">Provider of each batch, from 0; every provider below the largest should have one.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public SourcedRecords(Matrix features, int[] labels, int classes, int[] batches, int[] providerOfBatch)
    {
        if (labels.Length == 0 || labels.Length != features.Rows || batches.Length != features.Rows)
        {
            throw new ArgumentException($"{features.Rows} records, {labels.Length} labels, {batches.Length} batches.", nameof(labels));
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        RequireWithin(labels, classes, nameof(labels));
        RequireWithin(batches, providerOfBatch.Length, nameof(batches));
        RequireWithin(providerOfBatch, ProvidersLimit, nameof(providerOfBatch));
        (Features, Labels, Classes, Batches, ProviderOfBatch) = (features, labels, classes, batches, providerOfBatch);
        Owners = [.. batches.Select(batch => providerOfBatch[batch])];
        Providers = providerOfBatch.Max() + 1;
    }

    public Matrix Features { get; }

    public int[] Labels { get; }

    public int Classes { get; }

    /// <summary>Batch of each record.</summary>
    public int[] Batches { get; }

    public int[] ProviderOfBatch { get; }

    /// <summary>Provider of each record.</summary>
    public int[] Owners { get; }

    /// <summary>How many providers there are.</summary>
    public int Providers { get; }

    public int Count => Labels.Length;

    /// <summary>The named records, in the order named, of the same batches.</summary>
    internal SourcedRecords Take(int[] records) => new(
        Features.Gather(records), [.. records.Select(record => Labels[record])], Classes, [.. records.Select(record => Batches[record])],
        ProviderOfBatch);

    private static void RequireWithin(int[] values, int bound, string name)
    {
        int wrong = values.AsSpan().IndexOfAnyExceptInRange(0, bound - 1);
        if (wrong >= 0 || values.Length == 0)
        {
            throw new ArgumentException(
                values.Length == 0 ? "is empty." : $"holds {values[wrong]} at {wrong}, outside 0 to {bound - 1}.", name);
        }
    }
}
