namespace Hallmark.Cel.Regex;

/// <summary>The steps handed in were used up before the answer was known.</summary>
public sealed class PatternStepsException() : Exception("the pattern needs more steps than there are left");
