using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>The members, by name.</summary>
public sealed record ListMembers : Query<IReadOnlyList<MemberProfile>>
{
    public override Task<IReadOnlyList<MemberProfile>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<MemberProfile>>([.. home.Catalog.Members().Select(member => MemberProfile.Of(home.Catalog, member))]);
}

/// <summary>A member as it stands in the next block.</summary>
/// <param name="Reliability">What became of doubts about its measurements.</param>
public sealed record MemberProfile(MemberState State, ReliabilityState Reliability)
{
    internal static MemberProfile? Find(Catalog catalog, string name) => catalog.Member(name) is { } member ? Of(catalog, member) : null;

    internal static MemberProfile Of(Catalog catalog, MemberState member) =>
        new(member, catalog.Ledger.State.Find(JudgingKeys.Reliability(member.Name)) ?? ReliabilityState.None);
}
