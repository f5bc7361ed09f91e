using Hallmark.Contracts.Access;

namespace Hallmark.Api;

/// <summary>A grant, as <c>grant</c> answers.</summary>
/// <param name="Batch">Null where it is for the whole dataset.</param>
/// <param name="Until">Last moment, in seconds since 1970; null where it does not end.</param>
public sealed record GrantAnswer(string Member, string Dataset, string? Batch, string Purpose, long? Until)
{
    public static GrantAnswer Of(GrantState grant) => new(grant.Member, grant.Dataset, grant.Batch, grant.Purpose, grant.Until);
}
