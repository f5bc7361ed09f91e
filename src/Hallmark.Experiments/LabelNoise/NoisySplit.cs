using Hallmark.Learning;

namespace Hallmark.Experiments.LabelNoise;

/// <summary>Records to train on with labels made wrong, and records to test with whose labels are right.</summary>
/// <param name="Train">With the true labels.</param>
/// <param name="Given">The labels as a model gets them.</param>
/// <param name="Test">Untouched; no records where the whole set is trained on.</param>
public sealed record NoisySplit(LabelledSet Train, int[] Given, LabelledSet Test)
{
    private const double TrainShare = 0.7;

    /// <summary>Whether each label is wrong.</summary>
    public bool[] Wrong => [.. Given.Zip(Train.Labels, (given, truth) => given != truth)];

    /// <summary>All records to train on, in their order.</summary>
    public static NoisySplit Whole(LabelledSet set) => new(set, set.Labels, set.Take([]));

    /// <summary>70 % of each class to train on, drawn by the seed.</summary>
    public static NoisySplit Stratified(LabelledSet set, int seed)
    {
        int[] order = Shuffled(set.Count, new SeededRandom((ulong)seed, "experiment.split"));
        HashSet<int> train = [.. order.GroupBy(record => set.Labels[record])
            .SelectMany(of => of.Take((int)Math.Round(TrainShare * of.Count(), MidpointRounding.ToEven)))];
        LabelledSet part = set.Take([.. order.Where(train.Contains)]);
        return new NoisySplit(part, part.Labels, set.Take([.. order.Where(record => !train.Contains(record))]));
    }

    /// <summary>So many records of a set to train on, drawn by the seed; another set to test with.</summary>
    public static NoisySplit Of(LabelledSet set, LabelledSet test, int records, int seed)
    {
        int[] order = Shuffled(set.Count, new SeededRandom((ulong)seed, "experiment.split"));
        LabelledSet part = set.Take(order.AsSpan(0, Math.Min(records, set.Count)));
        return new NoisySplit(part, part.Labels, test);
    }

    /// <summary>The same with exactly a share of the labels wrong: of all of them, or of each class.</summary>
    public NoisySplit WithNoise(NoiseKind kind, int percent, int seed)
    {
        var random = new SeededRandom((ulong)seed, "experiment.noise");
        int[] given = [.. Train.Labels];
        IEnumerable<int[]> parts = kind == NoiseKind.Symmetric
            ? [Shuffled(given.Length, random)]
            : Enumerable.Range(0, Train.Classes).Select(of => Members(of, random));
        foreach (int[] part in parts)
        {
            foreach (int record in part.Take((int)Math.Round(percent / 100.0 * part.Length, MidpointRounding.ToEven)))
            {
                int step = kind == NoiseKind.Symmetric ? 1 + random.NextInt(Train.Classes - 1) : 1;
                given[record] = (given[record] + step) % Train.Classes;
            }
        }
        return this with { Given = given };
    }

    private int[] Members(int ofClass, SeededRandom random)
    {
        int[] members = [.. Enumerable.Range(0, Train.Count).Where(record => Train.Labels[record] == ofClass)];
        random.Shuffle<int>(members);
        return members;
    }

    private static int[] Shuffled(int count, SeededRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(order);
        return order;
    }
}
