namespace Hallmark.Learning;

/// <summary>How a <see cref="LogisticRegression"/> is fitted.</summary>
public sealed record LogisticOptions
{
    /// <summary>
    /// The sum of the losses grows by L2 / 2 times the squared weights, biases left out; at least 0. Default 1, for standardised
    /// features.
    /// </summary>
    public double L2 { get; init; } = 1;

    /// <summary>Most steps; at least 1. Default 100.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Stops when no derivative of the mean loss is larger; at least 0. Default 1e-4.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <exception cref="ArgumentException">A value that cannot be used; the message names the field.</exception>
    public void Validate()
    {
        if (!(L2 >= 0 && double.IsFinite(L2)))
        {
            throw new ArgumentException($"{nameof(L2)} cannot be {L2}.", nameof(L2));
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1, nameof(Iterations));
        if (!(Tolerance >= 0))
        {
            throw new ArgumentException($"{nameof(Tolerance)} cannot be {Tolerance}.", nameof(Tolerance));
        }
    }
}
