using Hallmark.Experiments.Providers;
using Hallmark.Learning;

namespace Hallmark.Experiments.Selection;

/// <summary>Who holds which records: the parts of a <see cref="BudgetPool"/> that do not need the features.</summary>
internal static class BudgetDealing
{
    /// <summary>A fifth of each class, drawn, to test with; the rest, in a drawn order.</summary>
    public static (int[] Train, int[] Test) Split(int[] labels, int classes, SeededRandom random)
    {
        const int testShare = 5;
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        random.Shuffle<int>(order);
        var test = new HashSet<int>();
        for (int c = 0; c < classes; c++)
        {
            int[] own = [.. order.Where(record => labels[record] == c)];
            test.UnionWith(own.Take(own.Length / testShare));
        }
        return ([.. order.Where(record => !test.Contains(record))], [.. order.Where(test.Contains)]);
    }

    /// <summary>
    /// Batches without a record twice, the largest up to three times as large as the smallest: with one size for all a budget would ask
    /// for no packing. Each provider has its own mix of classes; one record after the other goes in turn to the batches that are not yet
    /// full, of a class drawn from the mix among those not used up. Batch b is of provider b modulo their number.
    /// </summary>
    public static List<int>[] Deal(int[] records, int[] labels, int classes, (int Batches, int Providers) counts, SeededRandom random)
    {
        const double skew = 1; // any mix of classes as likely as any other
        Queue<int>[] left = [.. Enumerable.Range(0, classes).Select(c => new Queue<int>(records.Where(record => labels[record] == c)))];
        double[][] mixes = [.. Enumerable.Range(0, counts.Providers).Select(_ => Dirichlet.Draw(random, classes, skew))];
        int[] sizes = Sizes(records.Length, counts.Batches, random);
        List<int>[] batches = [.. sizes.Select(_ => new List<int>())];
        for (int turn = 0; turn < sizes.Max(); turn++)
        {
            for (int batch = 0; batch < batches.Length; batch++)
            {
                if (turn < sizes[batch])
                {
                    batches[batch].Add(left[ClassOf(mixes[batch % counts.Providers], left, random)].Dequeue());
                }
            }
        }
        return batches;
    }

    private static int[] Sizes(int records, int batches, SeededRandom random)
    {
        double[] parts = [.. Enumerable.Range(0, batches).Select(_ => 0.5 + random.NextDouble())];
        double sum = Statistics.Mean(parts) * batches;
        return [.. parts.Select(part => Math.Max(1, (int)(records * part / sum)))];
    }

    private static int ClassOf(double[] mix, Queue<int>[] left, SeededRandom random)
    {
        int[] open = [.. Enumerable.Range(0, mix.Length).Where(c => left[c].Count > 0)];
        double drawn = random.NextDouble() * Statistics.Mean([.. open.Select(c => mix[c])]) * open.Length;
        foreach (int c in open)
        {
            drawn -= mix[c];
            if (drawn < 0)
            {
                return c;
            }
        }
        return open[^1];
    }
}
