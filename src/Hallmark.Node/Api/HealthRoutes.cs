using Hallmark.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>Whether the node can answer: it reads its ledger's head.</summary>
internal static class HealthRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/health", (HomeNode node) =>
    {
        node.CatchUp();
        return TypedResults.Ok(new HealthAnswer("good", HeadAnswer.Of(node.View.Head)));
    }).WithTags("node").WithSummary("Whether the node can answer");
}
