using Hallmark.Cel;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Access;

/// <summary>What policies can ask about grants.</summary>
internal static class AccessFacts
{
    internal static Fact<GrantState> Grant { get; } = new(
        "grant",
        ("member", CelType.String, grant => CelValue.Of(grant.Member)),
        ("purpose", CelType.String, grant => CelValue.Of(grant.Purpose)),
        ("grantor", CelType.String, grant => CelValue.Of(grant.Grantor)),
        ("batch", CelType.String, grant => Fact.Text(grant.Batch)),
        ("until", CelType.Timestamp, grant => grant.Until is { } until ? Fact.Moment(until) : null),
        ("uses", CelType.Int, grant => CelValue.Of(grant.Uses)));
}
