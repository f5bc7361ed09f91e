using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// What each training record adds to a k-NN classifier, exactly: its Shapley value in the game whose worth is the share of the k
/// nearest neighbours that have the right label, averaged over validation records. A recursion from the farthest record inwards
/// replaces the sum over all coalitions (Jia et al., 2019, Theorem 1), so a validation record costs one sorting. All values sum to
/// the worth of the whole; the more a record misleads, the lower its value.
/// </summary>
public static class KnnShapley
{
    private const int QueriesPerBlock = 64;
    private const int Slices = 32; // each sums up its own records; the sums are added in the order of the slices

    /// <param name="records">To be valued: <c>[records, features]</c>.</param>
    /// <param name="labels">Class of each.</param>
    /// <param name="validation">Records whose labels are believed: <c>[records, features]</c>, at least one.</param>
    /// <param name="validationLabels">Class of each.</param>
    /// <param name="k">Votes, at least 1.</param>
    /// <returns>The value of each record.</returns>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or a number that is not finite.</exception>
    public static double[] Values(Matrix records, int[] labels, Matrix validation, int[] validationLabels, int k) =>
        Sum(records, labels, validation, validationLabels, k, [], []);

    /// <summary>
    /// The value of each record for the records of other groups: a record of one group is validated against by all others, and
    /// valued by each of them together with all records that are not of that one's group.
    /// </summary>
    /// <param name="features"><c>[records, features]</c>.</param>
    /// <param name="labels">Class of each record.</param>
    /// <param name="groups">Group of each record, such as its provider; any integers.</param>
    /// <param name="k">Votes, at least 1.</param>
    /// <param name="validators">The records that validate, or null for all: with a drawn sample the values are estimates.</param>
    /// <returns>The mean over the validating records of other groups; 0 where there are none.</returns>
    public static double[] AgainstOtherGroups(Matrix features, int[] labels, int[] groups, int k, int[]? validators = null)
    {
        if (validators is null)
        {
            return PerValidator(Sum(features, labels, features, labels, k, groups, groups), groups, groups);
        }
        int[] groupOf = [.. validators.Select(record => groups[record])];
        int[] labelOf = [.. validators.Select(record => labels[record])];
        return PerValidator(Sum(features, labels, features.Gather(validators), labelOf, k, groups, groupOf), groups, groupOf);
    }

    /// <summary>
    /// As <see cref="AgainstOtherGroups"/>, from the nearest records only: what lies beyond the 1/error nearest is taken for 0.
    /// No value is off by more than <paramref name="error"/> (Jia et al., Theorem 2); cost without the sorting.
    /// </summary>
    public static double[] NearlyAgainstOtherGroups(Matrix features, int[] labels, int[] groups, int k, double error)
    {
        if (!(error > 0 && error < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(error), error, "lies between 0 and 1.");
        }
        Require(features, labels, features, labels, k);
        int near = (int)Math.Min(features.Rows, Math.Max(k, Math.Ceiling(1 / error)) + 1);
        Neighbours found = new NearestNeighbours(features).FindLeavingGroupOut(near, groups);
        double[] sums = new double[labels.Length];
        for (int record = 0; record < labels.Length; record++)
        {
            // If these are not all there are, the last one only starts the recursion: its own value is taken for 0.
            ReadOnlySpan<int> nearest = found.Indices(record);
            AddValues(nearest, labels, labels[record], k, complete: nearest.Length < near, sums);
        }
        return PerValidator(sums, groups, groups);
    }

    private static double[] Sum(
        Matrix records, int[] labels, Matrix validation, int[] validationLabels, int k, int[] groups, int[] validationGroups)
    {
        Require(records, labels, validation, validationLabels, k);
        var search = new NearestNeighbours(records);
        double[][] slices = new double[Slices][];
        int perSlice = (validation.Rows + Slices - 1) / Slices;
        Parallel.For(0, Slices, slice =>
        {
            slices[slice] = new double[labels.Length];
            int end = Math.Min(validation.Rows, (slice + 1) * perSlice);
            for (int first = slice * perSlice; first < end; first += QueriesPerBlock)
            {
                int[] queries = [.. Enumerable.Range(first, Math.Min(QueriesPerBlock, end - first))];
                var distances = new Matrix(queries.Length, records.Rows);
                search.SquaredDistances(validation.Gather(queries), distances);
                foreach (int query in queries)
                {
                    int group = validationGroups.Length == 0 ? 0 : validationGroups[query];
                    int[] order = NearestFirst(distances.Row(query - first), groups, group);
                    AddValues(order, labels, validationLabels[query], k, complete: true, slices[slice]);
                }
            }
        });
        double[] sums = new double[labels.Length];
        foreach (double[] slice in slices)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += slice[i];
            }
        }
        return groups.Length > 0 ? sums : [.. sums.Select(sum => sum / validation.Rows)];
    }

    // s(i) = s(i + 1) + (match(i) - match(i + 1)) / k · min(k, i) / i, i counted from 1; s(n) = match(n) / max(k, n).
    private static void AddValues(ReadOnlySpan<int> nearest, int[] labels, int label, int k, bool complete, double[] sums)
    {
        if (nearest.IsEmpty)
        {
            return;
        }
        int n = nearest.Length;
        double next = labels[nearest[n - 1]] == label ? 1 : 0;
        double value = complete ? next / Math.Max(k, n) : 0;
        sums[nearest[n - 1]] += value;
        for (int i = n - 1; i >= 1; i--)
        {
            double match = labels[nearest[i - 1]] == label ? 1 : 0;
            value += (match - next) / k * Math.Min(k, i) / i;
            sums[nearest[i - 1]] += value;
            next = match;
        }
    }

    // By distance, then by index: the bits of floats that are not negative come in the order of the numbers.
    private static int[] NearestFirst(ReadOnlySpan<float> distances, int[] groups, int except)
    {
        var keys = new List<ulong>(distances.Length);
        for (int i = 0; i < distances.Length; i++)
        {
            if (groups.Length == 0 || groups[i] != except)
            {
                keys.Add(((ulong)BitConverter.SingleToUInt32Bits(distances[i]) << 32) | (uint)i);
            }
        }
        keys.Sort();
        return [.. keys.Select(key => (int)(uint)(key & uint.MaxValue))];
    }

    private static double[] PerValidator(double[] sums, int[] groups, int[] validationGroups)
    {
        Dictionary<int, int> sizes = validationGroups.CountBy(group => group).ToDictionary();
        return [.. sums.Select((sum, i) => sum / Math.Max(1, validationGroups.Length - sizes.GetValueOrDefault(groups[i])))];
    }

    private static void Require(Matrix records, int[] labels, Matrix validation, int[] validationLabels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (labels.Length == 0 || labels.Length != records.Rows || validationLabels.Length == 0
            || validationLabels.Length != validation.Rows || records.Columns != validation.Columns)
        {
            throw new ArgumentException(
                $"[{records.Rows}, {records.Columns}] with {labels.Length} labels against [{validation.Rows}, {validation.Columns}]"
                + $" with {validationLabels.Length}.",
                nameof(validation));
        }
        foreach (float value in validation.Values)
        {
            if (!float.IsFinite(value))
            {
                throw new ArgumentException("A number is not finite.", nameof(validation));
            }
        }
    }
}
