using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>What <see cref="NoisyLabels"/> found; one entry per record, in the order given.</summary>
public sealed class LabelMeasurement
{
    private readonly double[] _leastSuspicion;

    internal LabelMeasurement(int records, string refusal)
    {
        Refusal = refusal;
        (Checked, Flagged, Suspicion, _leastSuspicion) = (new bool[records], new bool[records], new double[records], new double[records]);
        Suggested = [.. Enumerable.Repeat(-1, records)];
        Noise = NoiseOf([]);
    }

    internal LabelMeasurement(bool[] isChecked, double[] suspicion, double[] leastSuspicion, bool[] flagged, int[] suggested)
    {
        (Checked, Suspicion, _leastSuspicion, Flagged, Suggested) = (isChecked, suspicion, leastSuspicion, flagged, suggested);
        Noise = NoiseOf(Enumerable.Range(0, isChecked.Length));
    }

    /// <summary>Why no record could be looked at, or null. It is a finding about the data, not a fault.</summary>
    public string? Refusal { get; }

    /// <summary>Whether there was a label, and enough others of its class to say something about it.</summary>
    public IReadOnlyList<bool> Checked { get; }

    /// <summary>The chance that the label is wrong, in [0, 1]; 0 for a record that was not looked at.</summary>
    public IReadOnlyList<double> Suspicion { get; }

    /// <summary>Whether to look at the label. See <see cref="FlagRule"/>.</summary>
    public IReadOnlyList<bool> Flagged { get; }

    /// <summary>The most likely true class; -1 for a record that was not looked at.</summary>
    public IReadOnlyList<int> Suggested { get; }

    /// <summary>Over all records looked at.</summary>
    public NoiseEstimate Noise { get; }

    /// <summary>
    /// The probabilities of the true classes before the record's own label is taken in, <c>[records looked at, classes looked
    /// at]</c>, both ascending; null with a refusal. What confident learning starts from.
    /// </summary>
    public Matrix? Probabilities { get; internal init; }

    /// <summary>
    /// The share of the labels looked at that models trained without the record foresee, in [0, 1]; 0 with a refusal. Where it is small,
    /// the features do not explain the labels: records that are hard and labels that are wrong look alike, here and to every such check.
    /// </summary>
    public double Foreseen { get; internal init; }

    /// <summary>Over some of the records, such as a batch; those not looked at do not count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such record.</exception>
    public NoiseEstimate NoiseOf(IEnumerable<int> records)
    {
        var counted = new List<int>();
        foreach (int record in records)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(record);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(record, Checked.Count);
            if (Checked[record])
            {
                counted.Add(record);
            }
        }
        return NoiseEstimate.Of(counted, (double[])Suspicion, _leastSuspicion);
    }
}
