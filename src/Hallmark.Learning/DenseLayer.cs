namespace Hallmark.Learning;

/// <summary>One layer of a network: a view of its stretch of the network's parameters.</summary>
internal sealed class DenseLayer(float[] parameters, int offset, int inputs, int outputs)
{
    public int Outputs => outputs;

    /// <summary><c>[inputs, outputs]</c>.</summary>
    public Matrix Weights { get; } = new(parameters, offset, inputs, outputs);

    public Span<float> Bias => parameters.AsSpan(offset + (inputs * outputs), outputs);

    /// <summary>result = x · weights + bias, negatives to 0 if rectified. A NaN becomes 0 there, too.</summary>
    public void Forward(Matrix x, Matrix result, bool rectify)
    {
        MatrixProduct.Multiply(x, Weights, result);
        ReadOnlySpan<float> bias = Bias;
        for (int r = 0; r < result.Rows; r++)
        {
            Span<float> row = result.Row(r)[..bias.Length];
            for (int c = 0; c < row.Length; c++)
            {
                float value = row[c] + bias[c];
                row[c] = rectify ? (value > 0 ? value : 0) : PortableMath.Canonical(value);
            }
        }
    }
}
