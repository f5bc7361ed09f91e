using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Experiments.Providers;

/// <summary>
/// One drawn pool. A fifth of the records is kept for testing. The rest is dealt out: every provider draws a mix of classes from
/// a Dirichlet distribution, and one record after the other goes to the batches in turn, of a class drawn from the mix among
/// those not used up. So batches are equally large, no record is used twice, and mixes are milder than drawn once classes run out.
/// </summary>
public sealed class ProviderScenario
{
    private const int TestShare = 5;

    private ProviderScenario(SourcedRecords records, int[] trueLabels, bool[] bad, Matrix testFeatures, int[] testLabels) =>
        (Records, TrueLabels, Bad, TestFeatures, TestLabels) = (records, trueLabels, bad, testFeatures, testLabels);

    /// <summary>With the labels as the providers signed them.</summary>
    public SourcedRecords Records { get; }

    public int[] TrueLabels { get; }

    /// <summary>For each provider.</summary>
    public bool[] Bad { get; }

    public Matrix TestFeatures { get; }

    public int[] TestLabels { get; }

    public static ProviderScenario Draw(LabelledSet data, ProviderCase setting, ulong seed)
    {
        var random = new SeededRandom(seed, $"providers {setting.Name}");
        int[] order = [.. Enumerable.Range(0, data.Count)];
        random.Shuffle<int>(order);
        int tested = data.Count / TestShare;
        int[] test = order[..tested];
        (int[] train, int[] batches) = Deal(data, order[tested..], setting, random);
        int[] providerOfBatch = [.. Enumerable.Range(0, setting.Providers * setting.BatchesPerProvider)
            .Select(batch => batch / setting.BatchesPerProvider)];
        bool[] bad = new bool[setting.Providers];
        Array.Fill(bad, true, 0, setting.Bad);
        random.Shuffle<bool>(bad);
        int[] truth = [.. train.Select(record => data.Labels[record])];
        int[] owners = [.. batches.Select(batch => providerOfBatch[batch])];
        int[] labels = Signed(truth, owners, bad, setting, data.Classes, random);
        Matrix given = data.Features.Gather(train);
        if (setting.Damage == Damage.FeatureNoise)
        {
            AddNoise(given, owners, bad, setting.Rate, random);
        }
        (Matrix features, Matrix testFeatures) = ScaledSplit.Of(given, data.Features.Gather(test));
        return new ProviderScenario(
            new SourcedRecords(features, labels, data.Classes, batches, providerOfBatch),
            truth, bad, testFeatures, [.. test.Select(record => data.Labels[record])]);
    }

    private static (int[] Records, int[] Batches) Deal(LabelledSet data, int[] order, ProviderCase setting, SeededRandom random)
    {
        int count = setting.Providers * setting.BatchesPerProvider;
        int size = order.Length / count;
        size = setting.BatchRecords > 0 ? Math.Min(size, setting.BatchRecords) : size;
        Queue<int>[] left = [.. Enumerable.Range(0, data.Classes)
            .Select(c => new Queue<int>(order.Where(record => data.Labels[record] == c)))];
        double[][] mixes = [.. Enumerable.Range(0, setting.Providers).Select(_ => Dirichlet.Draw(random, data.Classes, setting.Skew))];
        var records = new List<int>();
        var batches = new List<int>();
        for (int i = 0; i < size * count; i++)
        {
            int batch = i % count;
            records.Add(left[ClassOf(mixes[batch / setting.BatchesPerProvider], left, random)].Dequeue());
            batches.Add(batch);
        }
        return ([.. records], [.. batches]);
    }

    private static int ClassOf(double[] mix, Queue<int>[] left, SeededRandom random)
    {
        double sum = 0;
        for (int c = 0; c < mix.Length; c++)
        {
            sum += left[c].Count > 0 ? mix[c] : 0;
        }
        double drawn = random.NextDouble() * sum;
        int chosen = -1;
        for (int c = 0; c < mix.Length && (chosen < 0 || drawn >= 0); c++)
        {
            if (left[c].Count > 0)
            {
                chosen = c;
                drawn -= mix[c];
            }
        }
        return chosen;
    }

    private static void AddNoise(Matrix features, int[] owners, bool[] bad, double rate, SeededRandom random)
    {
        double[] deviations = [.. StandardScaler.Fit(features).Scale];
        for (int i = 0; i < owners.Length; i++)
        {
            for (int column = 0; bad[owners[i]] && column < features.Columns; column++)
            {
                features[i, column] += (float)(rate * deviations[column] * random.NextGaussian());
            }
        }
    }

    private static int[] Signed(int[] truth, int[] owners, bool[] bad, ProviderCase setting, int classes, SeededRandom random) =>
        setting.Damage switch
        {
            Damage.FeatureNoise => [.. truth],
            Damage.SameWrongName => Renamed(truth, owners, bad, random.NextInt(classes), 1 + random.NextInt(classes - 1), classes),
            _ => Flipped(truth, owners, bad, setting, classes, random),
        };

    private static int[] Renamed(int[] truth, int[] owners, bool[] bad, int from, int step, int classes) =>
        [.. truth.Select((label, i) => bad[owners[i]] && label == from ? (label + step) % classes : label)];

    private static int[] Flipped(int[] truth, int[] owners, bool[] bad, ProviderCase setting, int classes, SeededRandom random)
    {
        int[] labels = [.. truth];
        int[] mostFrequent = [.. Enumerable.Range(0, bad.Length).Select(provider => Enumerable.Range(0, classes)
            .MaxBy(c => truth.Where((label, i) => label == c && owners[i] == provider).Count()))];
        for (int i = 0; i < labels.Length; i++)
        {
            if (!bad[owners[i]])
            {
                continue;
            }
            bool flipped = setting.Damage == Damage.RenamedClass
                ? truth[i] == mostFrequent[owners[i]]
                : random.NextDouble() < setting.Rate;
            int step = setting.Damage == Damage.RenamedClass ? 1 : 1 + random.NextInt(classes - 1);
            labels[i] = flipped ? (truth[i] + step) % classes : truth[i];
        }
        return labels;
    }
}
