using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// As a dataset's owner, wraps the key under which its sealed records are compared for a provider or validator, who keeps it with
/// <see cref="TakeDatasetKey"/>. Nothing is put on record by it.
/// </summary>
/// <param name="Member">The only one for whom it opens.</param>
public sealed record ShareDatasetKey(string Dataset, string Member) : MemberAction<KeyWrap>
{
    /// <exception cref="FailureException">The key is not here, or the member may not have it.</exception>
    public override Task<KeyWrap> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        DatasetState dataset = workspace.Catalog.Dataset(Dataset);
        MemberSession owner = workspace.ActAs(As ?? dataset.Owner, Roles.Provider);
        return Task.FromResult(workspace.Custodians.ShareDatasetKey(owner.Member, dataset.Name, Member)
            ?? throw new FailureException(
                $"the key of {dataset.Name} is not here, or {Member} is no provider or validator with a key-agreement key"));
    }
}
