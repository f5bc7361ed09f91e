using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Schedules;

/// <summary>A member committed to a secret.</summary>
/// <param name="Seed">Id of the commitment.</param>
public sealed record SeedCommitted(string Seed, Digest Commitment) : IResult<SeedCommitted>
{
    private const string Event = "seed.committed";

    public LedgerEvent ToEvent() => new(Event, [("seed", Seed), ("commitment", Commitment.ToString())]);

    public static SeedCommitted Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new SeedCommitted(read.Attribute("seed"), Digest.Parse(read.Attribute("commitment")));
    }
}
