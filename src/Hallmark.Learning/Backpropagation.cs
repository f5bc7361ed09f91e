namespace Hallmark.Learning;

/// <summary>
/// Gradients of the mean cross-entropy over one minibatch of a fixed number of records. Holds the buffers, so that steps do
/// not allocate. Sums run in the order of the records in the minibatch.
/// </summary>
internal sealed class Backpropagation
{
    private readonly Mlp _network;
    private readonly Matrix[] _values; // what goes into each layer [records, inputs of the layer], then the scores
    private readonly Matrix[] _deltas; // derivatives by what comes out of each layer, before rectifying
    private readonly double[] _probabilities;

    public Backpropagation(Mlp network, int records)
    {
        _network = network;
        Gradient = new Mlp(network.Inputs, network.Hidden, network.Classes);
        _deltas = [.. network.Layers.Select(layer => new Matrix(records, layer.Outputs))];
        _values = [new Matrix(records, network.Inputs), .. network.Layers.Select(layer => new Matrix(records, layer.Outputs))];
        _probabilities = new double[network.Classes];
    }

    public int Records => _values[0].Rows;

    /// <summary>The derivatives, each in the place of its parameter.</summary>
    public Mlp Gradient { get; }

    /// <summary>
    /// Fills <see cref="Gradient"/> from the chosen records; gives the sum of their losses. With noise <c>[given, true]</c> the
    /// label is one that was given for the true class.
    /// </summary>
    public double Run(Matrix features, ReadOnlySpan<int> labels, ReadOnlySpan<int> records, Matrix? noise)
    {
        _values[0].GatherFrom(features, records);
        int last = _network.Layers.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            _network.Layers[i].Forward(_values[i], _values[i + 1], rectify: i < last);
        }
        double loss = LossAndDeltas(labels, records, noise);
        for (int i = last; i >= 0; i--)
        {
            DenseLayer gradient = Gradient.Layers[i];
            MatrixProduct.MultiplyTransposed(_values[i], _deltas[i], gradient.Weights);
            SumRows(_deltas[i], gradient.Bias);
            if (i > 0)
            {
                MatrixProduct.MultiplyByTransposed(_deltas[i], _network.Layers[i].Weights, _deltas[i - 1]);
                StopWhereCut(_values[i], _deltas[i - 1]);
            }
        }
        return loss;
    }

    // Of the mean loss by a score: (probability - 1 for the label's class) / records.
    private double LossAndDeltas(ReadOnlySpan<int> labels, ReadOnlySpan<int> records, Matrix? noise)
    {
        double loss = 0;
        for (int r = 0; r < records.Length; r++)
        {
            int label = labels[records[r]];
            if (noise is null)
            {
                loss += Softmax.Loss(_values[^1].Row(r), label, _probabilities);
                _probabilities[label] -= 1;
            }
            else
            {
                Softmax.Apply(_values[^1].Row(r), _probabilities);
                loss += Softmax.LossOfGiven(_probabilities, noise.Row(label));
            }
            Span<float> delta = _deltas[^1].Row(r);
            for (int c = 0; c < delta.Length; c++)
            {
                delta[c] = (float)(_probabilities[c] / records.Length);
            }
        }
        return loss;
    }

    private static void SumRows(Matrix deltas, Span<float> sums)
    {
        sums.Clear();
        for (int r = 0; r < deltas.Rows; r++)
        {
            ReadOnlySpan<float> row = deltas.Row(r)[..sums.Length];
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += row[c];
            }
        }
    }

    // A rectified unit that gave 0 passes nothing back.
    private static void StopWhereCut(Matrix outputs, Matrix deltas)
    {
        ReadOnlySpan<float> output = outputs.Values;
        Span<float> delta = deltas.Values[..output.Length];
        for (int i = 0; i < delta.Length; i++)
        {
            delta[i] = output[i] > 0 ? delta[i] : 0;
        }
    }
}
