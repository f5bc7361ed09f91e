using Hallmark.Evidence;

namespace Hallmark.Contracts.Payloads;

/// <summary>
/// Allows a member to use a dataset for a purpose: <c>access.grant</c> {member, dataset, purpose, until?}. <c>until</c> is in
/// seconds since 1970-01-01 UTC, measured against block times; without it the grant does not expire.
/// </summary>
public sealed record AccessGrant(string Member, string Dataset, string Purpose, long? Until) : IPayload<AccessGrant>
{
    /// <summary>The purpose under which runs are opened.</summary>
    public const string Training = "training";

    public static string Kind => "access.grant";

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("dataset", Dataset).Text("purpose", Purpose).Integer("until", Until);

    public static AccessGrant Read(CborMap map) => new(
        map.Name("member"), map.Name("dataset"), map.Name("purpose"), map.Has("until") ? map.Integer("until") : null);
}
