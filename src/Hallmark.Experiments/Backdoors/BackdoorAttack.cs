using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Experiments.Backdoors;

/// <summary>Training data with a backdoor: some records of other classes carry a trigger and the attacker's label.</summary>
/// <param name="Data">The poisoned set; the original is not changed.</param>
/// <param name="Poisoned">Which records were poisoned.</param>
/// <param name="Target">The attacker's label.</param>
public sealed record BackdoorAttack(LabelledSet Data, bool[] Poisoned, int Target)
{
    /// <summary>Poisons a share of all records, drawn at random from those that do not have the target's label.</summary>
    /// <param name="clean">What is attacked.</param>
    /// <param name="shape">Shape of its pictures.</param>
    /// <param name="trigger">What is painted in.</param>
    /// <param name="share">Poisoned records as a share of all; rounded to whole records, at least 1.</param>
    /// <param name="seed">Decides the target and the records.</param>
    public static BackdoorAttack On(LabelledSet clean, ImageShape shape, Trigger trigger, double share, ulong seed)
    {
        var random = new SeededRandom(seed, "backdoor.attack");
        int target = random.NextInt(clean.Classes);
        int[] candidates = [.. Enumerable.Range(0, clean.Count).Where(record => clean.Labels[record] != target)];
        random.Shuffle<int>(candidates);
        int count = Math.Max(1, (int)Math.Round(share * clean.Count));
        var features = new Matrix(clean.Features.Rows, clean.Features.Columns, clean.Features.Values.ToArray());
        int[] labels = [.. clean.Labels];
        bool[] poisoned = new bool[clean.Count];
        float largest = Largest(clean.Features);
        foreach (int record in candidates.AsSpan(0, Math.Min(count, candidates.Length)))
        {
            trigger.Paint(features.Row(record), shape, largest, random);
            labels[record] = target;
            poisoned[record] = true;
        }
        return new BackdoorAttack(clean with { Features = features, Labels = labels }, poisoned, target);
    }

    /// <summary>The test pictures of other classes with the trigger on them: what the attacker will show the model.</summary>
    public static Matrix Triggered(LabelledSet test, ImageShape shape, Trigger trigger, int target, ulong seed)
    {
        var random = new SeededRandom(seed, "backdoor.test");
        int[] others = [.. Enumerable.Range(0, test.Count).Where(record => test.Labels[record] != target)];
        Matrix features = test.Features.Gather(others);
        float largest = Largest(test.Features);
        for (int i = 0; i < features.Rows; i++)
        {
            trigger.Paint(features.Row(i), shape, largest, random);
        }
        return features;
    }

    private static float Largest(Matrix features)
    {
        float largest = 0;
        foreach (float value in features.Values)
        {
            largest = Math.Max(largest, value);
        }
        return largest;
    }
}
