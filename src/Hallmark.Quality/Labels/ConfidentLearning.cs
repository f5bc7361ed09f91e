using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Confident learning (Northcutt, Jiang and Chuang, 2021): from out-of-sample probabilities, which records were confidently
/// counted as of another class than given, and how many to prune.
/// </summary>
public sealed class ConfidentLearning
{
    private readonly Matrix _probabilities;
    private readonly int[] _labels;
    private readonly int _classes;

    /// <param name="probabilities"><c>[records, classes]</c>, by models that never saw the records.</param>
    /// <param name="labels">Class given for each record, in [0, classes).</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public ConfidentLearning(Matrix probabilities, int[] labels)
    {
        (_probabilities, _labels, _classes) = (probabilities, labels, probabilities.Columns);
        if (labels.Length != probabilities.Rows)
        {
            throw new ArgumentException($"{probabilities.Rows} records and {labels.Length} labels.", nameof(labels));
        }
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange(0, _classes - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Record {wrong} has label {labels[wrong]}, outside 0 to {_classes - 1}.", nameof(labels));
        }
        double[] thresholds = Thresholds();
        Confident = [.. Enumerable.Range(0, labels.Length).Select(record => ConfidentClass(record, thresholds))];
        Joint = Count();
        Calibrated = Calibrate();
    }

    /// <summary>
    /// The class each record is confidently of: at least as probable as it is on average for records given as it; -1: none.
    /// </summary>
    public int[] Confident { get; }

    /// <summary>Records <c>[given · classes + confident]</c>.</summary>
    public long[] Joint { get; }

    /// <summary>The joint brought to the number of records of each class given, unrounded.</summary>
    public double[] Calibrated { get; }

    /// <summary>
    /// Of each given and other class, as many records as the calibrated joint says, by largest margin of the other class's
    /// probability over the given one's.
    /// </summary>
    public bool[] PruneByNoiseRate()
    {
        bool[] pruned = new bool[_labels.Length];
        foreach (IGrouping<int, int> given in Enumerable.Range(0, _labels.Length).GroupBy(record => _labels[record]))
        {
            for (int other = 0; other < _classes; other++)
            {
                int count = (int)Math.Round(Calibrated[(given.Key * _classes) + other], MidpointRounding.ToEven);
                foreach (int record in other == given.Key ? [] : given.OrderByDescending(record => Margin(record, other)).Take(count))
                {
                    pruned[record] = true;
                }
            }
        }
        return pruned;
    }

    /// <summary>Of each given class, as many records as the calibrated joint has outside the diagonal, the least self-confident.</summary>
    public bool[] PruneByClass()
    {
        bool[] pruned = new bool[_labels.Length];
        foreach (IGrouping<int, int> given in Enumerable.Range(0, _labels.Length).GroupBy(record => _labels[record]))
        {
            int count = given.Count() - (int)Math.Round(Calibrated[(given.Key * _classes) + given.Key], MidpointRounding.ToEven);
            foreach (int record in given.OrderBy(record => _probabilities[record, given.Key]).Take(count))
            {
                pruned[record] = true;
            }
        }
        return pruned;
    }

    /// <summary>Labels that both ways of pruning, by class and by noise rate, call wrong.</summary>
    public bool[] PruneByBoth() => [.. PruneByClass().Zip(PruneByNoiseRate(), (a, b) => a && b)];

    private float Margin(int record, int other) => _probabilities[record, other] - _probabilities[record, _labels[record]];

    // Mean probability of each class over the records given as it.
    private double[] Thresholds()
    {
        double[] sums = new double[_classes];
        int[] counts = new int[_classes];
        for (int record = 0; record < _labels.Length; record++)
        {
            sums[_labels[record]] += _probabilities[record, _labels[record]];
            counts[_labels[record]]++;
        }
        return [.. sums.Zip(counts, (sum, count) => count == 0 ? double.PositiveInfinity : sum / count)];
    }

    private int ConfidentClass(int record, double[] thresholds)
    {
        int best = -1;
        ReadOnlySpan<float> row = _probabilities.Row(record);
        for (int c = 0; c < row.Length; c++)
        {
            best = row[c] >= thresholds[c] - 1e-6 && (best < 0 || row[c] > row[best]) ? c : best;
        }
        return best;
    }

    private long[] Count()
    {
        long[] joint = new long[_classes * _classes];
        for (int record = 0; record < _labels.Length; record++)
        {
            if (Confident[record] >= 0)
            {
                joint[(_labels[record] * _classes) + Confident[record]]++;
            }
        }
        return joint;
    }

    private double[] Calibrate()
    {
        double[] calibrated = new double[_classes * _classes];
        for (int given = 0; given < _classes; given++)
        {
            long counted = 0;
            for (int other = 0; other < _classes; other++)
            {
                counted += Joint[(given * _classes) + other];
            }
            int records = _labels.Count(label => label == given);
            for (int other = 0; other < _classes; other++)
            {
                int at = (given * _classes) + other;
                calibrated[at] = counted == 0 ? (given == other ? records : 0) : (double)Joint[at] * records / counted;
            }
        }
        return calibrated;
    }
}
