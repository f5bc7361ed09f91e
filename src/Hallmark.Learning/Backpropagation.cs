using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Learning;

/// <summary>
/// Gradients of the mean cross-entropy, or of half the mean squared error, over one minibatch of a fixed number of records. Holds the
/// buffers, so that steps do not allocate. Sums run in the order of the records in the minibatch.
/// </summary>
internal sealed class Backpropagation
{
    private readonly Mlp _network;
    private readonly Matrix[] _values; // what goes into each layer [records, inputs of the layer], then the scores
    private readonly Matrix[] _deltas; // derivatives by what comes out of each layer, before rectifying
    private readonly double[] _probabilities;
    private readonly float[] _exponentials; // of the scores of all records, for labels that may be wrong

    public Backpropagation(Mlp network, int records)
    {
        _network = network;
        Gradient = new Mlp(network.Inputs, network.Hidden, network.Classes);
        _deltas = [.. network.Layers.Select(layer => new Matrix(records, layer.Outputs))];
        _values = [new Matrix(records, network.Inputs), .. network.Layers.Select(layer => new Matrix(records, layer.Outputs))];
        _probabilities = new double[network.Classes];
        _exponentials = new float[LogisticLoss.RoundUp(records * network.Classes)];
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
        Forward(features, records);
        double loss = noise is null ? LossAndDeltas(labels, records) : LossAndDeltas(labels, records, noise);
        Backward();
        return loss;
    }

    /// <summary>The same for a network that foretells a number: the losses are half the squared errors.</summary>
    public double Run(Matrix features, ReadOnlySpan<float> targets, ReadOnlySpan<int> records)
    {
        Forward(features, records);
        double loss = 0;
        for (int r = 0; r < records.Length; r++)
        {
            double error = (double)_values[^1][r, 0] - targets[records[r]];
            loss += error * error / 2;
            _deltas[^1][r, 0] = (float)(error / records.Length);
        }
        Backward();
        return loss;
    }

    private void Forward(Matrix features, ReadOnlySpan<int> records)
    {
        _values[0].GatherFrom(features, records);
        int last = _network.Layers.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            _network.Layers[i].Forward(_values[i], _values[i + 1], rectify: i < last);
        }
    }

    private void Backward()
    {
        for (int i = _network.Layers.Count - 1; i >= 0; i--)
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
    }

    // Of the mean loss by a score: (probability - 1 for the label's class) / records.
    private double LossAndDeltas(ReadOnlySpan<int> labels, ReadOnlySpan<int> records)
    {
        double loss = 0;
        for (int r = 0; r < records.Length; r++)
        {
            int label = labels[records[r]];
            loss += Softmax.Loss(_values[^1].Row(r), label, _probabilities);
            _probabilities[label] -= 1;
            Span<float> delta = _deltas[^1].Row(r);
            for (int c = 0; c < delta.Length; c++)
            {
                delta[c] = (float)(_probabilities[c] / records.Length);
            }
        }
        return loss;
    }

    private double LossAndDeltas(ReadOnlySpan<int> labels, ReadOnlySpan<int> records, Matrix noise)
    {
        int classes = _network.Classes;
        for (int r = 0; r < records.Length; r++)
        {
            Softmax.LessLargest(_values[^1].Row(r), _exponentials.AsSpan(r * classes, classes));
        }
        ExpKernel.Apply(_exponentials);
        var loss = new LogProduct();
        for (int r = 0; r < records.Length; r++)
        {
            Span<float> row = _exponentials.AsSpan(r * classes, classes);
            loss.Multiply(NoiseLayer.InverseChance(row, noise.Row(labels[records[r]]), 1f / records.Length));
            row.CopyTo(_deltas[^1].Row(r));
        }
        return loss.Log();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(Matrix deltas, Span<float> sums)
    {
        sums.Clear();
        for (int r = 0; r < deltas.Rows; r++)
        {
            ReadOnlySpan<float> row = deltas.Row(r)[..sums.Length];
            int c = 0;
            for (; c <= sums.Length - Vector256<float>.Count; c += Vector256<float>.Count)
            {
                (Vector256.Create<float>(sums[c..]) + Vector256.Create(row[c..])).CopyTo(sums[c..]);
            }
            for (; c < sums.Length; c++)
            {
                sums[c] += row[c];
            }
        }
    }

    // A rectified unit that gave 0 passes nothing back.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StopWhereCut(Matrix outputs, Matrix deltas)
    {
        ReadOnlySpan<float> output = outputs.Values;
        Span<float> delta = deltas.Values[..output.Length];
        int i = 0;
        for (; i <= delta.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> passes = Vector256.GreaterThan(Vector256.Create(output[i..]), default);
            (Vector256.Create<float>(delta[i..]) & passes).CopyTo(delta[i..]);
        }
        for (; i < delta.Length; i++)
        {
            delta[i] = output[i] > 0 ? delta[i] : 0;
        }
    }
}
