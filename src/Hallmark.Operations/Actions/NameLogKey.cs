using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence.Notes;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Puts on record by which key the ledger is published from now on: the one that is kept in the home, made where there is none. For
/// ledgers that came from older rules, and after a key was lost; a new ledger names its key in the genesis.
/// </summary>
public sealed record NameLogKey : MemberAction<LogKeyNamed>
{
    public override async Task<LogKeyNamed> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        using Ed25519Key key = LogKeyFile.FindOrCreate(workspace.Home);
        GovernedOutcome outcome = await GovernedOutcome
            .SubmitAsync(workspace, workspace.ActAs(As, Roles.Admin), new LogKey(key.PublicKey), cancellation).ConfigureAwait(false);
        return new LogKeyNamed(key.PublicKey, outcome);
    }
}

/// <param name="Key">Public Ed25519 key.</param>
public sealed record LogKeyNamed(byte[] Key, GovernedOutcome Outcome);
