using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// What <see cref="NoisyLabels"/> found under one seed, or <see cref="SeveralSeeds"/> under all of theirs; one entry per record, in the
/// order given.
/// </summary>
public sealed class LabelMeasurement
{
    private readonly double[] _suspicion;
    private readonly double[] _leastSuspicion;

    internal LabelMeasurement(int records, string refusal)
        : this(new bool[records], new double[records], new double[records], new bool[records], [.. Enumerable.Repeat(-1, records)], []) =>
        Refusal = refusal;

    internal LabelMeasurement(
        bool[] isChecked, double[] suspicion, double[] leastSuspicion, bool[] flagged, int[] suggested,
        IReadOnlyList<LabelMeasurement> seeds)
    {
        (Checked, _suspicion, _leastSuspicion, Flagged, Suggested, Seeds) =
            (isChecked, suspicion, leastSuspicion, flagged, suggested, seeds);
        Noise = NoiseOf(Enumerable.Range(0, isChecked.Length));
    }

    /// <summary>What each seed found by itself; none where only one was asked, or where no record could be looked at.</summary>
    public IReadOnlyList<LabelMeasurement> Seeds { get; }

    /// <summary>Why no record could be looked at, or null. It is a finding about the data, not a fault.</summary>
    public string? Refusal { get; }

    /// <summary>
    /// Why it cannot be told which labels are wrong, or null: records are ranked all the same, none is flagged. Contrast
    /// <see cref="Refusal"/>: then there is not even a ranking. From <see cref="MeasuringCode.Unseen"/> on.
    /// </summary>
    public string? CannotTell { get; internal init; }

    /// <summary>Whether something can be told of labels: which are wrong, or that hardly any is.</summary>
    public bool IsMeasurable => Refusal is null && CannotTell is null;

    /// <summary>
    /// Classes that the features do not tell from the others, so that none of their labels is flagged; ascending. From
    /// <see cref="MeasuringCode.Unseen"/> on.
    /// </summary>
    public IReadOnlyList<int> Unexplained { get; internal init; } = [];

    /// <summary>Whether there was a label, and enough others of its class to say something about it.</summary>
    public IReadOnlyList<bool> Checked { get; }

    /// <summary>The chance that the label is wrong, in [0, 1]; 0 for a record that was not looked at.</summary>
    public IReadOnlyList<double> Suspicion => _suspicion;

    /// <summary>The same at the lowest rate of wrong labels that the data do not exclude.</summary>
    internal IReadOnlyList<double> LeastSuspicion => _leastSuspicion;

    /// <summary>Whether to look at the label. See <see cref="FlagRule"/>.</summary>
    public IReadOnlyList<bool> Flagged { get; }

    /// <summary>The most likely true class; -1 for a record that was not looked at.</summary>
    public IReadOnlyList<int> Suggested { get; }

    /// <summary>Over all records looked at.</summary>
    public NoiseEstimate Noise { get; }

    /// <summary>
    /// The probabilities of the true classes before the record's own label is taken in, <c>[records looked at, classes looked
    /// at]</c>, both ascending; null with a refusal, and of several seeds. What confident learning starts from.
    /// </summary>
    public Matrix? Probabilities { get; internal init; }

    /// <summary>
    /// The share of the labels looked at that models trained without the record foresee, in [0, 1]; 0 with a refusal. Where it is small,
    /// the features do not explain the labels: records that are hard and labels that are wrong look alike, here and to every such check.
    /// </summary>
    public double Foreseen { get; internal init; }

    /// <summary>
    /// Over some of the records, such as a batch; those not looked at do not count. Of several seeds the interval holds that of each.
    /// </summary>
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
        return Seeds.Select(seed => seed.NoiseOf(counted))
            .Aggregate(NoiseEstimate.Of(counted, _suspicion, _leastSuspicion), (all, one) => all.WidenedTo(one));
    }

    /// <summary>The same without what takes most of the memory.</summary>
    internal LabelMeasurement WithoutProbabilities() =>
        new([.. Checked], _suspicion, _leastSuspicion, [.. Flagged], [.. Suggested], Seeds)
        {
            Foreseen = Foreseen,
            CannotTell = CannotTell,
            Unexplained = Unexplained,
        };
}
