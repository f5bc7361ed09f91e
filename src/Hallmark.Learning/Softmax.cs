namespace Hallmark.Learning;

/// <summary>Softmax and cross-entropy of one record, in float64, classes in ascending order.</summary>
internal static class Softmax
{
    /// <summary>Writes the probabilities of the scores. The largest score is taken off first, so nothing overflows.</summary>
    public static void Apply(ReadOnlySpan<float> scores, Span<double> probabilities)
    {
        double sum = Exponentials(scores, probabilities, Highest(scores));
        for (int c = 0; c < probabilities.Length; c++)
        {
            probabilities[c] /= sum;
        }
    }

    /// <summary>Minus the logarithm of the label's probability; leaves the probabilities behind.</summary>
    public static double Loss(ReadOnlySpan<float> scores, int label, Span<double> probabilities)
    {
        float highest = Highest(scores);
        double sum = Exponentials(scores, probabilities, highest);
        for (int c = 0; c < probabilities.Length; c++)
        {
            probabilities[c] /= sum;
        }
        return PortableMath.Log(sum) - ((double)scores[label] - highest);
    }

    /// <summary>
    /// The loss of a label given for an unknown true class, from the probabilities of the true classes and the chance of each to
    /// be given as that label. Leaves behind what the loss changes by each score: the probabilities less what they become once
    /// the label is known.
    /// </summary>
    public static double LossOfGiven(Span<double> probabilities, ReadOnlySpan<float> chances)
    {
        double reached = 0;
        for (int c = 0; c < probabilities.Length; c++)
        {
            reached += probabilities[c] * chances[c];
        }
        for (int c = 0; c < probabilities.Length; c++)
        {
            probabilities[c] -= probabilities[c] * chances[c] / reached;
        }
        return -PortableMath.Log(reached);
    }

    private static double Exponentials(ReadOnlySpan<float> scores, Span<double> exponentials, float highest)
    {
        double sum = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            exponentials[c] = PortableMath.Exp((double)scores[c] - highest);
            sum += exponentials[c];
        }
        return sum;
    }

    private static float Highest(ReadOnlySpan<float> scores)
    {
        float highest = scores[0];
        foreach (float score in scores)
        {
            highest = score > highest ? score : highest;
        }
        return highest;
    }
}
