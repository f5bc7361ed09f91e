using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Whether features are like those that others have for the same label: as a score the distance to the third nearest record of others with
/// that label. What adds noise to features, or mixes them up, lies farther off, also where labels can still be told.
/// </summary>
internal sealed class FeatureFit() : FitToOthers(1)
{
    private const int Neighbour = 3;

    /// <summary>Not a number where others have no record with the label.</summary>
    protected override Matrix Answer(SourcedRecords learnt, SourcedRecords asked, ulong seed)
    {
        var result = new Matrix(asked.Count, Width);
        result.Values.Fill(float.NaN);
        for (int label = 0; label < asked.Classes; label++)
        {
            int[] own = Having(asked, label);
            int[] others = Having(learnt, label);
            if (own.Length == 0 || others.Length == 0)
            {
                continue;
            }
            Neighbours near = new NearestNeighbours(learnt.Features.Gather(others)).Find(asked.Features.Gather(own), Neighbour);
            for (int i = 0; i < own.Length; i++)
            {
                result[own[i], 0] = (float)Math.Sqrt(near.SquaredDistances(i)[^1]);
            }
        }
        return result;
    }

    private static int[] Having(SourcedRecords records, int label) =>
        [.. Enumerable.Range(0, records.Count).Where(record => records.Labels[record] == label)];
}
