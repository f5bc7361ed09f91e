namespace Hallmark.Learning;

/// <summary>
/// What a logistic regression is to give for each record: a class with a weight. With a noise matrix the class given is taken as
/// drawn from the true one (Patrini et al., 2017, forward correction), and the model is fitted to the true one.
/// </summary>
internal sealed class LogisticTargets
{
    private readonly int[] _labels;
    private readonly float[] _weights;
    private readonly Matrix? _noise; // [given, true]

    /// <param name="labels">Class of each record, in [0, classes); or below 0: the record does not count.</param>
    /// <param name="weights">One per record, at least 0; or empty: all count as 1.</param>
    /// <param name="noise"><c>[true, given]</c>, or null: labels are true.</param>
    public LogisticTargets(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int classes, Matrix? noise)
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
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException($"Weight {i} cannot be {weights[i]}.", nameof(weights));
            }
        }
        (_labels, _weights) = (labels.ToArray(), weights.ToArray());
        _noise = noise is null ? null : NoiseLayer.ByGiven(noise, classes);
        for (int record = 0; record < labels.Length; record++)
        {
            Total += _labels[record] < 0 ? 0 : Weight(record);
        }
    }

    /// <summary>Sum of the weights of all records that count.</summary>
    public double Total { get; }

    public int Records => _labels.Length;

    /// <summary>
    /// The weighted loss of a record, from its scores less their largest, and in place of its exponentials what the loss changes
    /// by each score.
    /// </summary>
    public double LossAndDeltas(int record, ReadOnlySpan<float> scores, Span<float> exponentials)
    {
        int label = _labels[record];
        float weight = label < 0 ? 0 : Weight(record);
        if (weight == 0)
        {
            exponentials.Clear();
            return 0;
        }
        if (_noise is not null)
        {
            return weight * PortableMath.Log(NoiseLayer.InverseChance(exponentials, _noise.Row(label), weight));
        }
        double sum = 0;
        foreach (float exponential in exponentials)
        {
            sum += exponential;
        }
        double factor = weight / sum;
        for (int c = 0; c < exponentials.Length; c++)
        {
            exponentials[c] = (float)(exponentials[c] * factor);
        }
        exponentials[label] -= weight;
        return weight * (PortableMath.Log(sum) - scores[label]);
    }

    private float Weight(int record) => _weights.Length == 0 ? 1 : _weights[record];
}
