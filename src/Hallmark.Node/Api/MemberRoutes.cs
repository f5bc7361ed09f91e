using Hallmark.Api;
using Hallmark.Operations.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>Members, what they may, what they read, and what they decide together.</summary>
internal static class MemberRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder members = api.MapGroup("").WithTags("members");
        members.MapGet("/members", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListMembers(), MembersAnswer.Of, stop))
            .WithSummary("Members with their roles and keys");
        members.MapGet("/grants", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListGrants(), GrantsAnswer.Of, stop))
            .WithSummary("Who may use what");
        members.MapGet("/readings", (string? batch, string? member, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListReadings { Batch = batch, Member = member }, ReadingsAnswer.Of, stop))
            .WithSummary("Who read what, when, why, under which grant, and who was denied");
        members.MapGet("/accounts", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListAccounts(), CreditsAnswer.Of, stop))
            .WithSummary("Credits of members, pots of datasets, deposits of batches");
        members.MapGet("/proposals", (bool? closed, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListProposals(closed ?? false), ProposalsAnswer.Of, stop))
            .WithSummary("What admins propose, with votes");
        members.MapGet("/policies", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListPolicies(), PoliciesAnswer.Of, stop))
            .WithSummary("Policies with the heights at which they hold");
        members.MapGet("/challenges", (HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListChallenges(), ChallengesAnswer.Of, stop))
            .WithSummary("Doubts about measurements, with votes");
        members.MapGet("/rules", (HomeNode node, CancellationToken stop) => node.AskAsync(new ShowRules(), RulesAnswer.Of, stop))
            .WithSummary("The version of the rules that the ledger lives by");
    }
}
