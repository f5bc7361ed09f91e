using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;

namespace Hallmark.Operations;

/// <summary>What a grant is on: a whole dataset, or one batch of it.</summary>
internal static class AccessSubject
{
    /// <summary>A dataset's name, or a batch's id, which has the dataset in front. A typing error is not put on record.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public static (string Dataset, string? Batch) Existing(Catalog catalog, string on)
    {
        string dataset = on.Split('/')[0];
        MemberNames.RequireName(dataset);
        return dataset == on ? (catalog.Dataset(dataset).Name, null) : (dataset, catalog.Batch(on).Id);
    }

    /// <summary>A grant that is on record, as it stands.</summary>
    public static GrantState GrantOn(Catalog catalog, string dataset, string? batch, string member, string purpose) => catalog.Ledger.State
        .Find(batch is null ? AccessKeys.Grant(dataset, member, purpose) : AccessKeys.BatchGrant(batch, member, purpose))!;
}
