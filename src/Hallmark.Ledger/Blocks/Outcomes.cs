using Hallmark.Evidence;

namespace Hallmark.Ledger.Blocks;

/// <summary>Turns a decision into the outcome that the block records.</summary>
internal static class Outcomes
{
    private static readonly Digest NoWrites = WriteSet.DigestOf([]);

    /// <exception cref="ArgumentException">A refusal: it never becomes an entry.</exception>
    public static Outcome From(Decision decision) => decision switch
    {
        Decision.Accepted accepted => new Outcome
        {
            Policies = accepted.Policies,
            Events = accepted.Events,
            Writes = WriteSet.DigestOf(accepted.Writes),
        },
        Decision.Denied denied => new Outcome
        {
            Rule = denied.Rule,
            Reason = denied.Reason,
            Policies = denied.Policies,
            Events = denied.Events,
            Writes = denied.Writes.Count == 0 ? NoWrites : WriteSet.DigestOf(denied.Writes),
        },
        _ => throw new ArgumentException("A refused statement has no outcome.", nameof(decision)),
    };
}
