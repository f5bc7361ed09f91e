namespace Hallmark.Learning;

/// <summary>What a logistic regression is to give for each record: a class with a weight, or a weight for every class.</summary>
internal sealed class LogisticTargets
{
    private readonly int[] _labels = [];
    private readonly float[] _weights = [];
    private readonly Matrix? _shares;

    /// <param name="labels">Class of each record, in [0, classes); or below 0: the record does not count.</param>
    /// <param name="weights">One per record, at least 0; or empty: all count as 1.</param>
    public LogisticTargets(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int classes)
    {
        int wrong = labels.IndexOfAnyInRange(classes, int.MaxValue);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Record {wrong} has label {labels[wrong]}, not below {classes}.", nameof(labels));
        }
        if (!weights.IsEmpty && weights.Length != labels.Length)
        {
            throw new ArgumentException($"{labels.Length} labels and {weights.Length} weights.", nameof(weights));
        }
        RequireWeights(weights, nameof(weights));
        (_labels, _weights) = (labels.ToArray(), weights.ToArray());
        for (int record = 0; record < labels.Length; record++)
        {
            Total += _labels[record] < 0 ? 0 : Weight(record);
        }
    }

    /// <param name="shares"><c>[records, classes]</c>, each at least 0.</param>
    public LogisticTargets(Matrix shares)
    {
        RequireWeights(shares.Values, nameof(shares));
        _shares = shares;
        foreach (float share in shares.Values)
        {
            Total += share;
        }
    }

    /// <summary>Sum of all weights.</summary>
    public double Total { get; }

    public int Records => _shares?.Rows ?? _labels.Length;

    /// <summary>
    /// The weighted loss of a record, from its scores less their largest, and in place of its exponentials what the loss changes
    /// by each score.
    /// </summary>
    public double LossAndDeltas(int record, ReadOnlySpan<float> scores, Span<float> exponentials)
    {
        double sum = 0;
        foreach (float exponential in exponentials)
        {
            sum += exponential;
        }
        return _shares is null
            ? OfLabel(record, scores, exponentials, sum)
            : OfShares(_shares.Row(record), scores, exponentials, sum);
    }

    private double OfLabel(int record, ReadOnlySpan<float> scores, Span<float> exponentials, double sum)
    {
        int label = _labels[record];
        float weight = label < 0 ? 0 : Weight(record);
        Scale(exponentials, weight / sum);
        if (weight == 0)
        {
            return 0;
        }
        exponentials[label] -= weight;
        return weight * (PortableMath.Log(sum) - scores[label]);
    }

    private static double OfShares(ReadOnlySpan<float> shares, ReadOnlySpan<float> scores, Span<float> exponentials, double sum)
    {
        double weight = 0;
        double wanted = 0;
        for (int c = 0; c < shares.Length; c++)
        {
            weight += shares[c];
            wanted += (double)shares[c] * scores[c];
        }
        Scale(exponentials, weight / sum);
        for (int c = 0; c < shares.Length; c++)
        {
            exponentials[c] -= shares[c];
        }
        return (weight * PortableMath.Log(sum)) - wanted;
    }

    private static void Scale(Span<float> values, double factor)
    {
        for (int c = 0; c < values.Length; c++)
        {
            values[c] = (float)(values[c] * factor);
        }
    }

    private float Weight(int record) => _weights.Length == 0 ? 1 : _weights[record];

    private static void RequireWeights(ReadOnlySpan<float> weights, string name)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException($"Weight {i} cannot be {weights[i]}.", name);
            }
        }
    }
}
