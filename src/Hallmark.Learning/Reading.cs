namespace Hallmark.Learning;

/// <summary>What came of reading bytes that may be anything.</summary>
public abstract record Reading<T>
{
    private Reading()
    {
    }

    public sealed record Good(T Value) : Reading<T>;

    /// <param name="Offset">Bytes from the start to where reading stopped.</param>
    /// <param name="Reason">What was expected there and what was found, for people.</param>
    public sealed record Malformed(int Offset, string Reason) : Reading<T>;

    /// <summary>The value, for callers to whom malformed bytes are a broken promise.</summary>
    /// <exception cref="FormatException">The bytes were malformed.</exception>
    public T ValueOrThrow() => this switch
    {
        Good good => good.Value,
        Malformed bad => throw new FormatException($"At byte {bad.Offset}: {bad.Reason}"),
        _ => throw new InvalidOperationException("No such reading."),
    };
}
