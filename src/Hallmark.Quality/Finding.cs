namespace Hallmark.Quality;

/// <summary>What a check has to say about one record.</summary>
/// <param name="Record">Index in the batch, from 0.</param>
/// <param name="Check">One of <see cref="CheckNames"/>.</param>
/// <param name="Suggestion">What is odd and what to look at, for people.</param>
public sealed record Finding(long Record, string Check, string Suggestion);

/// <summary>An estimated share with a 95 % interval, in millionths.</summary>
public sealed record NoiseShare(int RatePpm, int LowPpm, int HighPpm);

/// <summary>One check's result as a fraction of whole numbers, as policies weigh it; nothing could be measured when <paramref name="Of"/> is 0.</summary>
/// <param name="Check">One of <see cref="CheckNames"/>.</param>
/// <param name="Good">Records that passed.</param>
/// <param name="Of">Records looked at.</param>
public sealed record CheckFraction(string Check, long Good, long Of);
