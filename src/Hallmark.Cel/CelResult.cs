namespace Hallmark.Cel;

public enum CelErrorKind
{
    /// <summary>The expression has no value for these variables: no such key, division by zero, an overflow …</summary>
    Evaluation,

    /// <summary>The evaluation would have used more than its <see cref="CelLimits"/>. Logical operators do not absorb this.</summary>
    LimitExceeded,
}

public sealed record CelError(CelErrorKind Kind, string Message);

/// <summary>What an evaluation came to: a value, or an error.</summary>
public readonly record struct CelResult
{
    private readonly CelValue _value;

    internal CelResult(CelValue value, CelError? error, long steps)
    {
        _value = value;
        Error = error;
        Steps = steps;
    }

    public bool IsValue => Error is null;

    /// <exception cref="InvalidOperationException">The evaluation ended in an error.</exception>
    public CelValue Value => IsValue ? _value : throw new InvalidOperationException(Error!.Message);

    /// <summary>Null where there is a value.</summary>
    public CelError? Error { get; }

    /// <summary>Steps used, see <see cref="CelLimits.Steps"/>.</summary>
    public long Steps { get; }
}
