namespace Hallmark.Quality.Checks;

/// <summary>What a check has to say about one record; an auditor's finding about a ledger is another thing.</summary>
/// <param name="Record">Index in the batch, from 0.</param>
/// <param name="Check">Name of the check.</param>
/// <param name="Suggestion">What is odd and what to look at, for people.</param>
public sealed record RecordFinding(long Record, string Check, string Suggestion);

/// <summary>One check's result as policies weigh it, in whole numbers.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="Good">How many passed.</param>
/// <param name="Of">How many were looked at; 0 where nothing could be measured.</param>
public sealed record CheckFraction(string Check, long Good, long Of)
{
    /// <summary>How many passed by single seeds; null where one was asked, or nothing is drawn.</summary>
    public SeedSpread? Seeds { get; init; }
}

/// <summary>How far apart the seeds of a check lie, the count of all of them together among them.</summary>
/// <param name="FewestGood">By the strictest seed.</param>
/// <param name="MostGood">By the mildest.</param>
public sealed record SeedSpread(long FewestGood, long MostGood)
{
    internal static SeedSpread Of(long good, IEnumerable<long> bySeed) =>
        bySeed.Aggregate(new SeedSpread(good, good), (all, one) => new(Math.Min(all.FewestGood, one), Math.Max(all.MostGood, one)));
}

/// <summary>An estimated share with a 95 % interval, in millionths.</summary>
public sealed record NoiseShare(int RatePpm, int LowPpm, int HighPpm);
