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
    /// Batches of one size without a record twice. Each provider has its own mix of classes; one record after the other goes to the
    /// batches in turn, of a class drawn from the mix among those not used up. Batch b is of provider b modulo their number.
    /// </summary>
    public static List<int>[] Deal(int[] records, int[] labels, int classes, (int Batches, int Providers) counts, SeededRandom random)
    {
        const double skew = 1; // any mix of classes as likely as any other
        Queue<int>[] left = [.. Enumerable.Range(0, classes).Select(c => new Queue<int>(records.Where(record => labels[record] == c)))];
        double[][] mixes = [.. Enumerable.Range(0, counts.Providers).Select(_ => Dirichlet.Draw(random, classes, skew))];
        List<int>[] batches = [.. Enumerable.Range(0, counts.Batches).Select(_ => new List<int>())];
        int dealt = records.Length / counts.Batches * counts.Batches;
        for (int i = 0; i < dealt; i++)
        {
            int batch = i % counts.Batches;
            batches[batch].Add(left[ClassOf(mixes[batch % counts.Providers], left, random)].Dequeue());
        }
        return batches;
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
