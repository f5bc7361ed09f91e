namespace Hallmark.Learning;

/// <summary>Softmax and cross-entropy of one record, in float64, classes in ascending order.</summary>
public static class Softmax
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

    /// <summary>Takes the largest score off each, so that no exponential overflows.</summary>
    public static void LessLargest(ReadOnlySpan<float> scores, Span<float> to)
    {
        float highest = Highest(scores);
        for (int c = 0; c < to.Length; c++)
        {
            to[c] = scores[c] - highest;
        }
    }
}
