namespace Hallmark.Cel.Regex;

/// <summary>A pattern that RE2 would not take, or that is past a limit. The message names the offset in UTF-16 units, from 0.</summary>
public sealed class CelPatternException(string message) : Exception(message);
