namespace Hallmark.Learning;

/// <summary>
/// A multilayer perceptron: dense layers with rectified linear units between them, softmax over the classes at the end. Without
/// hidden layers it is a logistic regression. Reading is safe from several threads; training changes it in place.
/// </summary>
public sealed class Mlp
{
    private readonly float[] _parameters;
    private readonly DenseLayer[] _layers;

    /// <summary>A network whose parameters are all zero, to be read into.</summary>
    /// <exception cref="ArgumentException">Shapes that <see cref="MlpOptions.Validate"/> refuses.</exception>
    public Mlp(int inputs, IReadOnlyList<int> hidden, int classes)
    {
        var shape = new MlpOptions(inputs, hidden, classes);
        shape.Validate();
        (Inputs, Hidden, Classes) = (inputs, [.. hidden], classes);
        _parameters = new float[(int)shape.ParameterCount()];
        _layers = new DenseLayer[hidden.Count + 1];
        int offset = 0;
        for (int i = 0; i < _layers.Length; i++)
        {
            int from = i == 0 ? inputs : hidden[i - 1];
            int to = i == hidden.Count ? classes : hidden[i];
            _layers[i] = new DenseLayer(_parameters, offset, from, to);
            offset += (from + 1) * to;
        }
    }

    public int Inputs { get; }

    public IReadOnlyList<int> Hidden { get; }

    public int Classes { get; }

    /// <summary>
    /// Layer by layer the weights <c>[inputs, outputs]</c>, then the biases <c>[outputs]</c>; writing changes the network.
    /// </summary>
    public Span<float> Parameters => _parameters;

    internal IReadOnlyList<DenseLayer> Layers => _layers;

    /// <summary>
    /// The network a training starts from: weights normal with variance 2 / inputs (He et al., 2015), biases 0.
    /// </summary>
    public static Mlp Initial(MlpOptions options)
    {
        options.Validate();
        var network = new Mlp(options.Inputs, options.Hidden, options.Classes);
        var random = new SeededRandom(options.Seed, "mlp.weights");
        foreach (DenseLayer layer in network._layers)
        {
            double deviation = Math.Sqrt(2.0 / layer.Weights.Rows);
            foreach (ref float weight in layer.Weights.Values)
            {
                weight = (float)(deviation * random.NextGaussian());
            }
        }
        return network;
    }

    /// <summary>An independent network with the same parameters.</summary>
    public Mlp Copy()
    {
        var copy = new Mlp(Inputs, Hidden, Classes);
        _parameters.CopyTo(copy._parameters, 0);
        return copy;
    }

    /// <summary>The unnormalised scores <c>[records, classes]</c> of features <c>[records, inputs]</c>.</summary>
    /// <exception cref="ArgumentException">Another number of columns than inputs.</exception>
    public Matrix Scores(Matrix features) => Forward(features, _layers.Length);

    /// <summary>
    /// What comes out of the last hidden layer, <c>[records, its width]</c>: how the network sees the records. Without hidden layers
    /// the features themselves.
    /// </summary>
    /// <exception cref="ArgumentException">Another number of columns than inputs.</exception>
    public Matrix Representations(Matrix features) => Forward(features, _layers.Length - 1);

    private Matrix Forward(Matrix features, int layers)
    {
        if (features.Columns != Inputs)
        {
            throw new ArgumentException($"The network takes {Inputs} features, not {features.Columns}.", nameof(features));
        }
        Matrix current = features;
        for (int i = 0; i < layers; i++)
        {
            var next = new Matrix(features.Rows, _layers[i].Outputs);
            _layers[i].Forward(current, next, rectify: i < _layers.Length - 1);
            current = next;
        }
        return current;
    }

    /// <summary>Class probabilities <c>[records, classes]</c>; each row sums to 1 up to rounding.</summary>
    public Matrix Probabilities(Matrix features)
    {
        Matrix result = Scores(features);
        double[] row = new double[Classes];
        for (int r = 0; r < result.Rows; r++)
        {
            Softmax.Apply(result.Row(r), row);
            for (int c = 0; c < row.Length; c++)
            {
                result[r, c] = PortableMath.Canonical((float)row[c]);
            }
        }
        return result;
    }

    /// <summary>The class with the highest score, the lowest such class on a tie.</summary>
    public int[] Predict(Matrix features)
    {
        Matrix scores = Scores(features);
        int[] result = new int[scores.Rows];
        for (int r = 0; r < result.Length; r++)
        {
            ReadOnlySpan<float> row = scores.Row(r);
            for (int c = 1; c < row.Length; c++)
            {
                result[r] = row[c] > row[result[r]] ? c : result[r];
            }
        }
        return result;
    }

    /// <summary>Mean cross-entropy in nats, without the weight decay.</summary>
    /// <exception cref="ArgumentException">No records, or labels that do not fit.</exception>
    public double Loss(Matrix features, ReadOnlySpan<int> labels)
    {
        RequireLabels(features, labels);
        Matrix scores = Scores(features);
        double[] row = new double[Classes];
        double sum = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            sum += Softmax.Loss(scores.Row(r), labels[r], row);
        }
        return PortableMath.Canonical(sum / labels.Length);
    }

    /// <summary>Share of records whose label is predicted, in [0, 1].</summary>
    /// <exception cref="ArgumentException">No records, or labels that do not fit.</exception>
    public double Accuracy(Matrix features, ReadOnlySpan<int> labels)
    {
        RequireLabels(features, labels);
        return new ClassificationMetrics(labels, Predict(features), Classes).Accuracy;
    }

    internal void RequireLabels(Matrix features, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty || labels.Length != features.Rows)
        {
            throw new ArgumentException($"{features.Rows} records and {labels.Length} labels.", nameof(labels));
        }
        int wrong = labels.IndexOfAnyExceptInRange(0, Classes - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Record {wrong} has label {labels[wrong]}, outside 0 to {Classes - 1}.", nameof(labels));
        }
    }
}
