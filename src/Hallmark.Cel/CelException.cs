namespace Hallmark.Cel;

/// <summary>An expression that does not parse, does not check, or is larger than what is accepted.</summary>
public sealed class CelException : Exception
{
    public CelException(int line, int column, string reason)
        : base($"{line}:{column}: {reason}")
    {
        Line = line;
        Column = column;
        Reason = reason;
    }

    /// <summary>Counted from 1.</summary>
    public int Line { get; }

    /// <summary>In code points, counted from 1.</summary>
    public int Column { get; }

    /// <summary>The message without its place.</summary>
    public string Reason { get; }
}
