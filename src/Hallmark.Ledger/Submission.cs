using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger;

/// <summary>What became of a statement that was handed in. The first two are durable when they are answered.</summary>
public abstract record Submission
{
    private Submission()
    {
    }

    public sealed record Accepted(EntryIndex Entry, BlockHeight Height, Statement Statement, Outcome Outcome) : Submission;

    /// <summary>Recorded as a denial, entry <paramref name="Entry"/>.</summary>
    public sealed record Denied(EntryIndex Entry, BlockHeight Height, Outcome Outcome) : Submission;

    /// <summary>Not recorded: malformed, badly signed, an unknown key, another ledger, or a repeated id.</summary>
    public sealed record Refused(string Reason) : Submission;
}
