namespace Hallmark.Learning;

/// <summary>
/// Multinomial logistic regression with an L2 penalty, fitted on all records at once: the minimum is unique for a positive
/// penalty, so neither a seed nor the order of records decides it, only their rounding. The same records in the same order give
/// the same bits on any machine. Reading is safe from several threads.
/// </summary>
public sealed class LogisticRegression
{
    private readonly Matrix _weights;
    private readonly float[] _bias;

    private LogisticRegression(Matrix weights, float[] bias) => (_weights, _bias) = (weights, bias);

    public int Inputs => _weights.Rows;

    public int Classes => _bias.Length;

    /// <summary>What each input adds to each class's score, <c>[inputs, classes]</c>.</summary>
    public ReadOnlySpan<float> Weights => _weights.Values;

    /// <summary>Added to each class's score.</summary>
    public ReadOnlySpan<float> Bias => _bias;

    /// <param name="features"><c>[records, inputs]</c>, finite, best standardised.</param>
    /// <param name="labels">Class of each record; a record with a label below 0 does not count.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="options">Penalty and when to stop.</param>
    /// <param name="weights">How much each record counts, at least 0; or empty: all the same.</param>
    /// <param name="noise">
    /// The chance <c>[true, given]</c> of each class to be labelled as each, all positive: the model is fitted to the true
    /// classes behind the labels. Null: the labels are true.
    /// </param>
    /// <param name="start">A model to start from, or null: it saves steps where the answer is near.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other, nothing that counts, or a number not finite.</exception>
    public static LogisticRegression Fit(
        Matrix features, ReadOnlySpan<int> labels, int classes, LogisticOptions options, ReadOnlySpan<float> weights = default,
        Matrix? noise = null, LogisticRegression? start = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        options.Validate();
        features.RequireFinite(nameof(features));
        var targets = new LogisticTargets(labels, weights, classes, noise);
        if (targets.Records != features.Rows)
        {
            throw new ArgumentException($"{features.Rows} records and {targets.Records} labels.", nameof(labels));
        }
        if (!(targets.Total > 0))
        {
            throw new ArgumentException("No record counts.", nameof(labels));
        }
        if (start is not null && (start.Inputs != features.Columns || start.Classes != classes))
        {
            throw new ArgumentException($"Starts from {start.Inputs} features and {start.Classes} classes.", nameof(start));
        }
        double[] parameters = new double[checked((features.Columns + 1) * classes)];
        start?.Pack(parameters);
        var loss = new LogisticLoss(features, targets, classes, options.L2);
        LimitedMemoryBfgs.Minimise(loss.Evaluate, parameters, options.Iterations, options.Tolerance);
        var model = new LogisticRegression(new Matrix(features.Columns, classes), new float[classes]);
        LogisticLoss.Unpack(parameters, model._weights, model._bias);
        return model;
    }

    /// <summary>
    /// Scores <c>[records, classes]</c>, each row less its largest; their exponentials are in the ratio of the probabilities.
    /// </summary>
    /// <exception cref="ArgumentException">Another number of columns than inputs.</exception>
    public Matrix Scores(Matrix features)
    {
        if (features.Columns != Inputs)
        {
            throw new ArgumentException($"Fitted on {Inputs} features, not {features.Columns}.", nameof(features));
        }
        var result = new Matrix(features.Rows, Classes);
        LogisticLoss.Scores(features, _weights, _bias, result);
        return result;
    }

    /// <summary>Class probabilities <c>[records, classes]</c>; each row sums to 1 up to rounding.</summary>
    /// <exception cref="ArgumentException">Another number of columns than inputs.</exception>
    public Matrix Probabilities(Matrix features)
    {
        Matrix result = Scores(features);
        float[] exponentials = new float[LogisticLoss.RoundUp(Classes)];
        for (int r = 0; r < result.Rows; r++)
        {
            Span<float> row = result.Row(r);
            row.CopyTo(exponentials);
            ExpKernel.Apply(exponentials);
            double sum = 0;
            for (int c = 0; c < row.Length; c++)
            {
                sum += exponentials[c];
            }
            for (int c = 0; c < row.Length; c++)
            {
                row[c] = PortableMath.Canonical((float)(exponentials[c] / sum));
            }
        }
        return result;
    }

    private void Pack(double[] parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = i < Weights.Length ? Weights[i] : _bias[i - Weights.Length];
        }
    }
}
