using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>What outsiders need to trust of this ledger, and nothing else: to be handed to them on a way that they trust.</summary>
/// <param name="Witnesses">Witnesses whose cosignatures count.</param>
/// <param name="Needed">So many of them must have cosigned.</param>
public sealed record GetTrust(IReadOnlyList<NoteKey> Witnesses, int Needed) : Query<TrustRoot>
{
    /// <exception cref="UsageException">The witnesses cannot be those of a root: see <see cref="TrustRoot.Of"/>.</exception>
    public override Task<TrustRoot> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        LedgerView ledger = home.OpenCommitted();
        try
        {
            return Task.FromResult(TrustRoot.Of(ledger.Id, ledger.MakerKeys[0], Witnesses, Needed));
        }
        catch (MalformedException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
