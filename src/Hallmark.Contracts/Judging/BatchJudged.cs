using System.Globalization;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Policies;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Judging;

/// <summary>A batch got its verdict.</summary>
/// <param name="ScorePpm">Integrity score in millionths.</param>
/// <param name="CredibilityPpm">The provider's credibility as it was then, in millionths.</param>
/// <param name="Reasons">Why it is not "accepted", parted by "; "; empty where it is.</param>
public sealed record BatchJudged(string Batch, Verdict Verdict, long ScorePpm, long CredibilityPpm, string Reasons) : IResult<BatchJudged>
{
    private const string Event = "batch.judged";

    public LedgerEvent ToEvent() => new(
        Event,
        [
            ("batch", Batch), ("verdict", Verdict.ToString().ToLowerInvariant()), ("score", ScorePpm.ToString()),
            (Scoring.Credibility, CredibilityPpm.ToString()), ("reasons", Reasons),
        ]);

    public static BatchJudged Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new BatchJudged(
            read.Attribute("batch"), Enum.Parse<Verdict>(read.Attribute("verdict"), ignoreCase: true),
            long.Parse(read.Attribute("score"), CultureInfo.InvariantCulture),
            long.Parse(read.Attribute(Scoring.Credibility), CultureInfo.InvariantCulture), read.Attribute("reasons"));
    }
}
