using Hallmark.Api;
using Hallmark.Node.Serving;
using Hallmark.Operations.Actions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>
/// Signed statements handed in by those who signed them. What is answered is on record; the same statement again gets the same answer.
/// </summary>
internal static class StatementRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/statements", HandInAsync)
        .WithTags("ledger").WithSummary("Hand a signed statement in")
        .Accepts<byte[]>(LedgerRoutes.CoseType)
        .Produces<HandedInAnswer>(StatusCodes.Status201Created).Produces<HandedInAnswer>(StatusCodes.Status403Forbidden);

    private static async Task<IResult> HandInAsync(HttpRequest request, HomeNode node, NodeTelemetry telemetry, CancellationToken stop)
    {
        ReadOnlyMemory<byte> body = await RequestBody.ReadAsync(request, stop).ConfigureAwait(false);
        HandedIn taken = await telemetry.TakeAsync(() => node.ActAsync(new HandInStatement(body), stop)).ConfigureAwait(false);
        var answer = HandedInAnswer.Of(taken);
        request.HttpContext.Response.Headers.Location = $"/api/entries/{answer.Entry}";
        return Results.Json(answer, statusCode: answer.Accepted ? StatusCodes.Status201Created : FailureKind.Denied.Status);
    }
}
