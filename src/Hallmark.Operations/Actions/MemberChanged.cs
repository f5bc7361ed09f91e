using Hallmark.Client;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>What came of a change of membership that admins decide.</summary>
/// <param name="Profile">The member as it stands now; null where it is only proposed to take it in.</param>
public sealed record MemberChanged(string Member, MemberProfile? Profile, GovernedOutcome Outcome)
{
    internal static MemberChanged Of(Catalog catalog, string member, GovernedOutcome outcome) =>
        new(member, MemberProfile.Find(catalog, member), outcome);
}
