using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Keeps the key of a dataset that its owner wrapped with <see cref="ShareDatasetKey"/>. Nothing is put on record by it.</summary>
public sealed record TakeDatasetKey(string Dataset, KeyWrap Wrap) : MemberAction<DatasetKeyTaken>
{
    /// <exception cref="UsageException">The member's key-agreement key is not here.</exception>
    /// <exception cref="FailureException">Another key of this dataset is kept already.</exception>
    /// <exception cref="Evidence.MalformedException">Wrapped by or for others, for another dataset or ledger, or altered.</exception>
    public override Task<DatasetKeyTaken> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberSession session = workspace.ActAs(As, Roles.Validator);
        string dataset = workspace.Catalog.Dataset(Dataset).Name;
        try
        {
            return workspace.Custodians.TakeDatasetKey(session.Member, dataset, Wrap)
                ? Task.FromResult(new DatasetKeyTaken(dataset, session.Member))
                : throw new UsageException($"there is no key-agreement key of {session.Member} here");
        }
        catch (InvalidOperationException e)
        {
            throw new FailureException(e.Message);
        }
    }
}

/// <param name="Member">Who has the key now.</param>
public sealed record DatasetKeyTaken(string Dataset, string Member);
