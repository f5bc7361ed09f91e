using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Which records are on the ledger more than once, in whatever dataset.</summary>
public sealed record FindCopies : Query<LedgerCopies>
{
    public override Task<LedgerCopies> AskAsync(HomeReader home, CancellationToken cancellation) =>
        LedgerCopies.FindAsync(home.Catalog, share => Progress?.Report(new ActionProgress("comparing", $"{share:P0}")), cancellation);
}
