using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>As a custodian, wraps the keys of sealed batches for every recorded use that has no wrap yet.</summary>
public sealed record ServeReaders : MemberAction<ReadersServed>
{
    /// <exception cref="UsageException">The custodian's key-agreement key is not here.</exception>
    public override async Task<ReadersServed> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberSession custodian = workspace.ActAs(As, Roles.Provider);
        if (workspace.Custodians.Find(custodian.Member) is null)
        {
            throw new UsageException($"there is no key-agreement key of {custodian.Member} here");
        }
        IReadOnlyList<UseState> served = await workspace.Custodians.ServeAsync(custodian.Member).ConfigureAwait(false);
        return new ReadersServed(served, workspace.Home.Custody.PathOf($"{custodian.Member}/{WrapFolder.Name}"));
    }
}

/// <param name="Uses">Those served now.</param>
/// <param name="Folder">Where the wraps lie, for readers in other homes.</param>
public sealed record ReadersServed(IReadOnlyList<UseState> Uses, string Folder);
