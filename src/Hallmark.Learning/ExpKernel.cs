using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Learning;

/// <summary>
/// e to the x for many x at once, in float32, for x at most 0: the inner loop of a softmax. Every lane does the same sums and
/// products by itself, so the width of the vectors cannot change a bit. Relative error at most 2e-7; 0 becomes 1 exactly.
/// </summary>
public static class ExpKernel
{
    private const float InverseLn2 = 1.44269504f;
    private const float Ln2High = 0.693359375f; // 9 bits, so that its product with an exponent is exact
    private const float Ln2Low = -2.12194440e-4f;
    private const float Lowest = -87; // e^-87 is still a normal float32

    /// <summary>Replaces each number by its exponential.</summary>
    /// <param name="values">Its length is a multiple of 8; numbers in (-∞, 0], those below -87 count as -87.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> values)
    {
        for (int i = 0; i < values.Length; i += Vector256<float>.Count)
        {
            Exp(Vector256.Create<float>(values[i..])).CopyTo(values[i..]);
        }
    }

    // Cody and Waite's reduction, then the polynomial of the Cephes library (Moshier) on [-ln 2 / 2, ln 2 / 2].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(Lowest));
        Vector256<float> power = Vector256.Floor((x * InverseLn2) + Vector256.Create(0.5f));
        Vector256<float> rest = x - (power * Ln2High) - (power * Ln2Low);
        Vector256<float> sum = (rest * 1.9875691500e-4f) + Vector256.Create(1.3981999507e-3f);
        sum = (sum * rest) + Vector256.Create(8.3334519073e-3f);
        sum = (sum * rest) + Vector256.Create(4.1665795894e-2f);
        sum = (sum * rest) + Vector256.Create(1.6666665459e-1f);
        sum = (sum * rest) + Vector256.Create(5.0000001201e-1f);
        sum = (sum * (rest * rest)) + rest + Vector256.Create(1f);
        Vector256<int> exponent = Vector256.ShiftLeft(Vector256.ConvertToInt32(power) + Vector256.Create(127), 23);
        return sum * exponent.AsSingle();
    }
}
