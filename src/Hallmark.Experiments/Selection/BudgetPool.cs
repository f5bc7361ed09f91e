using System.Globalization;
using System.Runtime.InteropServices;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Labels;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>
/// One drawn pool of batches to choose from. Six providers with their own mixes of classes hold the batches; two of them, drawn, flip
/// 40 % of their labels. Of every four batches one is a near copy of another, labels included, signed by a drawn provider: each value
/// is multiplied by 1 + 0.01 g, g standard normal, so that no hash gives it away.
/// </summary>
internal sealed class BudgetPool
{
    public const int Providers = 6;
    private const int Poisoned = 2;
    private const double FlipRate = 0.4;
    private const double CopyNoise = 0.01;
    private const int Originals = 60;
    private const int Copies = 20;

    private readonly int[] _trainLabels;
    private readonly List<int[]> _rows = [];

    private BudgetPool(Matrix features, int[] labels, int classes, Matrix testFeatures, int[] testLabels) =>
        (Features, _trainLabels, Classes, TestFeatures, TestLabels) = (features, labels, classes, testFeatures, testLabels);

    /// <summary>Of all batches' records, one batch after the other.</summary>
    public Matrix Features { get; }

    /// <summary>As signed.</summary>
    public IReadOnlyList<int> Labels => _trainLabels;

    public int Classes { get; }

    public Matrix TestFeatures { get; }

    public int[] TestLabels { get; }

    /// <summary>What a scheduler knows: places, and integrity as measured by the label check.</summary>
    public Candidate[] Candidates { get; private set; } = [];

    /// <summary>For each batch: whether labels were flipped in it, or in what it is a copy of.</summary>
    public required bool[] IsPoisoned { get; init; }

    /// <summary>For each batch: what it is a copy of, or itself.</summary>
    public required int[] OriginalOf { get; init; }

    /// <summary>Records of a batch.</summary>
    public int[] RowsOf(int batch) => _rows[batch];

    public static BudgetPool Draw(LabelledSet data, ulong seed)
    {
        var random = new SeededRandom(seed, "budget pool");
        (int[] train, int[] test) = BudgetDealing.Split(data.Labels, data.Classes, random);
        List<int>[] dealt = BudgetDealing.Deal(train, data.Labels, data.Classes, (Originals, Providers), random);
        int[] providers = [.. Enumerable.Range(0, Providers)];
        random.Shuffle<int>(providers);
        HashSet<int> bad = [.. providers.Take(Poisoned)];
        int[] order = [.. Enumerable.Range(0, Originals)];
        random.Shuffle<int>(order);
        int[] originalOf = [.. Enumerable.Range(0, Originals), .. order.Take(Copies)];
        int[] owners = [.. originalOf.Select((original, batch) => batch < Originals ? batch % Providers : random.NextInt(Providers))];
        bool[] poisoned = [.. originalOf.Select(original => bad.Contains(original % Providers))];

        int[][] signed = [.. dealt.Select((records, batch) => Signed(records, data, poisoned[batch], random))];
        int[] labels = [.. originalOf.SelectMany(original => signed[original])];
        Matrix raw = data.Features.Gather([.. originalOf.SelectMany(original => dealt[original])]);
        Blur(raw, dealt.Sum(records => records.Count), random);
        (Matrix features, Matrix testFeatures) = ScaledSplit.Of(raw, data.Features.Gather(test));
        var pool = new BudgetPool(features, labels, data.Classes, testFeatures, [.. test.Select(record => data.Labels[record])])
        {
            IsPoisoned = poisoned,
            OriginalOf = originalOf,
        };
        pool.Describe(owners, seed, [.. originalOf.Select(original => dealt[original].Count)]);
        return pool;
    }

    private static int[] Signed(List<int> records, LabelledSet data, bool poisoned, SeededRandom random) =>
        [.. records.Select(record => poisoned && random.NextDouble() < FlipRate
            ? (data.Labels[record] + 1 + random.NextInt(data.Classes - 1)) % data.Classes
            : data.Labels[record])];

    private static void Blur(Matrix features, int firstCopied, SeededRandom random)
    {
        for (int row = firstCopied; row < features.Rows; row++)
        {
            foreach (ref float value in features.Row(row))
            {
                value = value == 0 ? 0 : (float)(value * (1 + (CopyNoise * random.NextGaussian())));
            }
        }
    }

    // As a ledger describes its batches: one scaler over all candidates, the score from the check and not from the truth.
    private void Describe(int[] owners, ulong seed, int[] sizes)
    {
        LabelMeasurement measured = NoisyLabels.Measure(Features, _trainLabels, Classes, new NoisyLabelOptions { Seed = seed });
        Matrix standardised = StandardScaler.Fit(Features).Transform(Features);
        Candidates = new Candidate[owners.Length];
        int first = 0;
        for (int batch = 0; batch < owners.Length; first += sizes[batch++])
        {
            int[] rows = [.. Enumerable.Range(first, sizes[batch])];
            _rows.Add(rows);
            int[] labels = [.. rows.Select(row => _trainLabels[row])];
            int unflagged = rows.Count(row => !measured.Flagged[row]);
            Candidates[batch] = new Candidate(
                batch.ToString(CultureInfo.InvariantCulture),
                RootOf(Features.Gather(rows), labels),
                $"provider {owners[batch]}",
                rows.Length,
                (int)((long)unflagged * Share.Million / rows.Length),
                BatchEmbedding.Of(standardised.Gather(rows), labels, Classes));
        }
    }

    // Stands for the root over the records: a function of what the batch holds and of nothing else.
    private static Digest RootOf(Matrix features, int[] labels) =>
        Digest.Of([.. MemoryMarshal.AsBytes(features.Values), .. MemoryMarshal.AsBytes<int>(labels)]);
}
