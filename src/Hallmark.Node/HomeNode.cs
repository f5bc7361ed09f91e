using Hallmark.Ledger;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Node;

/// <summary>
/// A home that is served: one workspace for all requests. Where no other process writes the ledger this one does, and takes in what the
/// others of the home hand in; so a node beside the command line hinders neither. It signs for nobody.
/// </summary>
public sealed class HomeNode : IAsyncDisposable
{
    private readonly Workspace _workspace;

    private HomeNode(Workspace workspace) => _workspace = workspace;

    public LedgerView View => _workspace.Catalog.Ledger;

    /// <param name="warn">Told what the last writer left behind.</param>
    public static async Task<HomeNode> OpenAsync(Home home, TimeProvider clock, Action<string> warn, CancellationToken cancellation) =>
        new(await Workspace.OpenAsync(home, warn, clock, cancellation: cancellation).ConfigureAwait(false));

    /// <summary>Asks the home as it is now; what other processes put on record by now shows.</summary>
    public async Task<TResult> AskAsync<TResult>(Query<TResult> query, CancellationToken cancellation)
    {
        _workspace.CatchUp();
        using HomeReader reader = _workspace.OpenForOthers();
        return await query.AskAsync(reader, cancellation).ConfigureAwait(false);
    }

    public Task<TResult> ActAsync<TResult>(MemberAction<TResult> action, CancellationToken cancellation) =>
        action.ExecuteAsync(_workspace, cancellation);

    /// <summary>What other processes put on record by now shows in <see cref="View"/>.</summary>
    public void CatchUp() => _workspace.CatchUp();

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();
}
