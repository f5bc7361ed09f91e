namespace Hallmark.Learning;

/// <summary>Splits of records for cross-validation.</summary>
public static class CrossValidation
{
    /// <summary>
    /// The fold of each record, from 0, so that every fold has nearly the same share of every class and nearly the same size:
    /// both differ by at most one record between folds. Within a class, who goes where is drawn from the seed.
    /// </summary>
    /// <param name="labels">Class of each record; any integers.</param>
    /// <param name="folds">At least 2, at most the number of records.</param>
    /// <param name="seed">Same labels and seed, same folds.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds or more folds than records.</exception>
    public static int[] StratifiedFolds(ReadOnlySpan<int> labels, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, labels.Length);
        int[] order = new int[labels.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        new SeededRandom(seed, "folds").Shuffle<int>(order);

        // A stable sort by class keeps the drawn order within it; dealing on from class to class keeps the folds equally large.
        int[] dealt = [.. SortedByClass(labels, order)];
        int[] result = new int[labels.Length];
        for (int i = 0; i < dealt.Length; i++)
        {
            result[dealt[i]] = i % folds;
        }
        return result;
    }

    private static IEnumerable<int> SortedByClass(ReadOnlySpan<int> labels, int[] order)
    {
        int[] classes = labels.ToArray();
        return order.OrderBy(record => classes[record]);
    }
}
