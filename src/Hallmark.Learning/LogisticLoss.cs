namespace Hallmark.Learning;

/// <summary>
/// The mean loss of a logistic regression and its gradient over all records. Records are dealt to a fixed number of shares, each
/// summed in order by one task, and the shares are summed in order: how many cores there are changes nothing. A block of records
/// goes forward and back while it is in the cache.
/// </summary>
internal sealed class LogisticLoss
{
    public const int BlockRows = 64;

    private const int ShareCount = 8;
    private const long ParallelFromTerms = 1 << 22; // below about 1 ms of work, waking threads costs more than it saves

    private readonly Matrix _features;
    private readonly LogisticTargets _targets;
    private readonly int _classes;
    private readonly double _penalty;
    private readonly Share[] _shares;
    private readonly Matrix _weights;
    private readonly float[] _bias;

    public LogisticLoss(Matrix features, LogisticTargets targets, int classes, double l2)
    {
        (_features, _targets, _classes) = (features, targets, classes);
        _penalty = l2 / targets.Total;
        _weights = new Matrix(features.Columns, classes);
        _bias = new float[classes];
        int blocks = (features.Rows + BlockRows - 1) / BlockRows;
        int perShare = (blocks + ShareCount - 1) / ShareCount * BlockRows;
        _shares = [.. Enumerable.Range(0, Math.Min(ShareCount, blocks))
            .Select(i => new Share(i * perShare, Math.Min((i + 1) * perShare, features.Rows), features.Columns, classes))];
    }

    public double Evaluate(double[] parameters, double[] gradient)
    {
        Unpack(parameters, _weights, _bias);
        if ((long)_features.Rows * _features.Columns * _classes < ParallelFromTerms)
        {
            Array.ForEach(_shares, share => share.Run(_features, _targets, _weights, _bias));
        }
        else
        {
            Parallel.ForEach(_shares, share => share.Run(_features, _targets, _weights, _bias));
        }
        double loss = 0;
        Array.Clear(gradient);
        foreach (Share share in _shares)
        {
            loss += share.Loss;
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] += share.Gradient[i];
            }
        }
        loss /= _targets.Total;
        int weights = _features.Columns * _classes;
        for (int i = 0; i < gradient.Length; i++)
        {
            double decay = i < weights ? _penalty * parameters[i] : 0;
            gradient[i] = (gradient[i] / _targets.Total) + decay;
            loss += decay * parameters[i] / 2;
        }
        return loss;
    }

    /// <summary>The float32 parameters of a point: weights <c>[features, classes]</c> first, then biases.</summary>
    public static void Unpack(double[] parameters, Matrix weights, Span<float> bias)
    {
        Span<float> values = weights.Values;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i < values.Length)
            {
                values[i] = (float)parameters[i];
            }
            else
            {
                bias[i - values.Length] = (float)parameters[i];
            }
        }
    }

    /// <summary>The length that <see cref="ExpKernel"/> takes.</summary>
    public static int RoundUp(int length) => (length + 7) / 8 * 8;

    /// <summary>Scores of a block of records, each row less its largest, with the biases.</summary>
    public static void Scores(Matrix block, Matrix weights, ReadOnlySpan<float> bias, Matrix scores)
    {
        MatrixProduct.Multiply(block, weights, scores);
        for (int r = 0; r < scores.Rows; r++)
        {
            Span<float> row = scores.Row(r)[..bias.Length];
            float largest = float.NegativeInfinity;
            for (int c = 0; c < row.Length; c++)
            {
                row[c] += bias[c];
                largest = row[c] > largest ? row[c] : largest;
            }
            for (int c = 0; c < row.Length; c++)
            {
                row[c] -= largest;
            }
        }
    }

    /// <summary>One task's records and sums.</summary>
    private sealed class Share(int first, int end, int features, int classes)
    {
        private readonly float[] _scores = new float[BlockRows * classes];
        private readonly float[] _deltas = new float[BlockRows * classes];
        private readonly Matrix _product = new(features, classes);

        public double Loss { get; private set; }

        public double[] Gradient { get; } = new double[(features + 1) * classes];

        public void Run(Matrix all, LogisticTargets targets, Matrix weights, float[] bias)
        {
            Loss = 0;
            Array.Clear(Gradient);
            for (int row = first; row < end; row += BlockRows)
            {
                int rows = Math.Min(BlockRows, end - row);
                Matrix block = all.View(row, rows);
                Scores(block, weights, bias, new Matrix(_scores, 0, rows, classes));
                _scores.CopyTo(_deltas, 0);
                ExpKernel.Apply(_deltas);
                var deltas = new Matrix(_deltas, 0, rows, classes);
                for (int r = 0; r < rows; r++)
                {
                    Loss += targets.LossAndDeltas(row + r, _scores.AsSpan(r * classes, classes), deltas.Row(r));
                }
                MatrixProduct.MultiplyTransposed(block, deltas, _product);
                Add(deltas);
            }
        }

        private void Add(Matrix deltas)
        {
            ReadOnlySpan<float> product = _product.Values;
            Span<double> weights = Gradient.AsSpan(0, product.Length);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] += product[i];
            }
            Span<double> bias = Gradient.AsSpan(product.Length);
            for (int r = 0; r < deltas.Rows; r++)
            {
                ReadOnlySpan<float> row = deltas.Row(r);
                for (int c = 0; c < bias.Length; c++)
                {
                    bias[c] += row[c];
                }
            }
        }
    }
}
