namespace Hallmark.Cel.Regex;

/// <summary>What a pattern's flags switch on; <c>U</c> only changes greed, and so nothing here.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,

    /// <summary>i</summary>
    IgnoreCase = 1,

    /// <summary>m: ^ and $ at every line.</summary>
    Lines = 2,

    /// <summary>s: the dot takes a newline too.</summary>
    DotTakesNewline = 4,
}
