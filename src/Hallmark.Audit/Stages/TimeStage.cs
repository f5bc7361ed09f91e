using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Block times held against what members signed: stretches of blocks in which the two lie further apart than the window are named. That a
/// statement was denied for it shows here, too. Which of the two is wrong nobody can tell from the ledger alone, so they are notes.
/// </summary>
internal static class TimeStage
{
    public static void Run(LedgerView ledger, Findings findings)
    {
        long window = TimeRules.WindowOf(ledger.State);
        Span? span = null;
        foreach (LedgerEntry entry in ledger.Entries())
        {
            // Positive where it was signed after the block's time.
            long skew = entry.Said.IssuedAt - (entry.TimeMs / 1000);
            if (Math.Abs(skew) <= window || Kinds.All.GetValueOrDefault(entry.Said.Kind) is not { IsDeferred: false })
            {
                continue;
            }
            if (span is not null && Math.Sign(span.Least) == Math.Sign(skew) && entry.Height.Value <= span.Last.Value + 1)
            {
                span = span.With(entry.Height, skew);
                continue;
            }
            Report(span, findings);
            span = new Span(entry.Height, entry.Height, skew, skew);
        }
        Report(span, findings);
    }

    private static void Report(Span? span, Findings findings)
    {
        if (span is null)
        {
            return;
        }
        string blocks = span.First == span.Last ? $"block {span.First}" : $"blocks {span.First} to {span.Last}";
        (long least, long most) = (Math.Abs(span.Least), Math.Abs(span.Most));
        string seconds = least == most ? $"{most}" : $"{least} to {most}";
        findings.Add(new Finding(
            "time.statements", AuditVerdict.Good,
            $"{blocks}: the time lies {seconds} seconds {(span.Least > 0 ? "before" : "after")} what members signed")
        {
            Height = span.First.Value,
        });
    }

    private sealed record Span(BlockHeight First, BlockHeight Last, long Least, long Most)
    {
        public Span With(BlockHeight block, long skew) => this with
        {
            Last = block,
            Least = Math.Abs(skew) < Math.Abs(Least) ? skew : Least,
            Most = Math.Abs(skew) > Math.Abs(Most) ? skew : Most,
        };
    }
}
