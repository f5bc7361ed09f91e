using Hallmark.Api;
using Hallmark.Operations.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>Schedules and runs.</summary>
internal static class RunRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder runs = api.MapGroup("").WithTags("training");
        runs.MapGet("/runs", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListRuns(), RunsAnswer.Of, stop))
            .WithSummary("Training runs");
        runs.MapGet("/requests", (HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListRequests(), listed => RequestsAnswer.Of(listed.Requests, listed.Head), stop))
            .WithSummary("Schedules whose seed others draw");
        runs.MapGet("/seeds", (HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListSeeds(), listed => SeedsAnswer.Of(listed.Seeds, listed.Head), stop))
            .WithSummary("Commitments to secrets");
    }
}
