using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// The likeness of many distances, rounded up to steps: a table in place of exponentials, for upper bounds that need no more.
/// </summary>
internal sealed class LikenessSteps
{
    private const int Steps = 8_192;

    private readonly double[] _atMost = new double[Steps + 1]; // likeness at the start of each step: it nowhere grows with distance
    private readonly double _stepsPerUnit;
    private readonly double[] _weights;

    public LikenessSteps(Affinities affinities)
    {
        double most = affinities.Points.SquaredMax();
        _stepsPerUnit = most > 0 ? Steps / most : 0;
        _weights = affinities.Weights.ToArray();
        for (int s = 0; s <= Steps; s++)
        {
            // A little nearer than the step, should the quotient below be rounded up to it.
            _atMost[s] = affinities.Likeness(most * s / Steps * (1 - 1e-12));
        }
    }

    /// <summary>At least what a candidate contributes to all, in units, from its squared distances to them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long AtMost(ReadOnlySpan<double> squaredDistances)
    {
        double sum = 0;
        for (int i = 0; i < squaredDistances.Length; i++)
        {
            sum += _weights[i] * _atMost[Math.Min(Steps, (int)(squaredDistances[i] * _stepsPerUnit))];
        }
        return (long)(sum * (1 + 1e-9)) + squaredDistances.Length;
    }
}
