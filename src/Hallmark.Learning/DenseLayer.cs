using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Learning;

/// <summary>One layer of a network: a view of its stretch of the network's parameters.</summary>
internal sealed class DenseLayer(float[] parameters, int offset, int inputs, int outputs)
{
    public int Outputs => outputs;

    /// <summary>What each input adds to each output, <c>[inputs, outputs]</c>.</summary>
    public Matrix Weights { get; } = new(parameters, offset, inputs, outputs);

    public Span<float> Bias => parameters.AsSpan(offset + (inputs * outputs), outputs);

    /// <summary>result = x · weights + bias, negatives to 0 if rectified. A NaN becomes 0 there, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(Matrix x, Matrix result, bool rectify)
    {
        MatrixProduct.Multiply(x, Weights, result);
        ReadOnlySpan<float> bias = Bias;
        for (int r = 0; r < result.Rows; r++)
        {
            Span<float> row = result.Row(r)[..bias.Length];
            int c = 0;
            for (; rectify && c <= row.Length - Vector256<float>.Count; c += Vector256<float>.Count)
            {
                Vector256<float> value = Vector256.Create<float>(row[c..]) + Vector256.Create(bias[c..]);
                Vector256.ConditionalSelect(Vector256.GreaterThan(value, default), value, default).CopyTo(row[c..]);
            }
            for (; c < row.Length; c++)
            {
                float value = row[c] + bias[c];
                row[c] = rectify ? (value > 0 ? value : 0) : PortableMath.Canonical(value);
            }
        }
    }
}
