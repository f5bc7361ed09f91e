namespace Hallmark.Learning;

/// <summary>How well predicted classes meet the actual ones.</summary>
public sealed class ClassificationMetrics
{
    private readonly long[,] _confusion;

    /// <param name="actual">Classes in [0, classes).</param>
    /// <param name="predicted">As many, of the same range.</param>
    /// <param name="classes">At least 1.</param>
    /// <exception cref="ArgumentException">Nothing to compare, lengths differ, or a class out of range.</exception>
    public ClassificationMetrics(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (actual.IsEmpty || actual.Length != predicted.Length)
        {
            throw new ArgumentException($"{actual.Length} actual and {predicted.Length} predicted classes.", nameof(predicted));
        }
        _confusion = new long[classes, classes];
        for (int i = 0; i < actual.Length; i++)
        {
            RequireClass(actual[i], classes, nameof(actual));
            RequireClass(predicted[i], classes, nameof(predicted));
            _confusion[actual[i], predicted[i]]++;
        }
        Classes = classes;
        Records = actual.Length;
        Accuracy = (double)Correct() / Records;
        MacroF1 = AverageF1();
    }

    public int Classes { get; }

    public int Records { get; }

    /// <summary>Share of records whose class was met, in [0, 1].</summary>
    public double Accuracy { get; }

    /// <summary>Mean F1 over the classes that occur among the actual or the predicted ones, in [0, 1].</summary>
    public double MacroF1 { get; }

    /// <summary>How many records of the one class were predicted to be of the other.</summary>
    public long Confusion(int actual, int predicted) => _confusion[actual, predicted];

    /// <summary>2·TP / (2·TP + FP + FN); 0 for a class that never occurs.</summary>
    public double F1(int ofClass)
    {
        long occurrences = Occurrences(ofClass);
        return occurrences == 0 ? 0 : 2.0 * _confusion[ofClass, ofClass] / occurrences;
    }

    private static void RequireClass(int value, int classes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, classes, name);
    }

    private long Correct()
    {
        long correct = 0;
        for (int c = 0; c < Classes; c++)
        {
            correct += _confusion[c, c];
        }
        return correct;
    }

    // Among the actual plus among the predicted: 2·TP + FP + FN.
    private long Occurrences(int ofClass)
    {
        long sum = 0;
        for (int other = 0; other < Classes; other++)
        {
            sum += _confusion[ofClass, other] + _confusion[other, ofClass];
        }
        return sum;
    }

    private double AverageF1()
    {
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < Classes; c++)
        {
            sum += F1(c);
            occurring += Occurrences(c) > 0 ? 1 : 0;
        }
        return sum / occurring;
    }
}
