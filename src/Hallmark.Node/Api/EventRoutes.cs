using System.Globalization;
using System.Text;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>
/// Blocks as they come, as server-sent events: one of kind <c>block</c> each, its number the height, so that whoever was cut off goes on
/// with <c>Last-Event-ID</c>, missing none and seeing none twice.
/// </summary>
internal static class EventRoutes
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15); // after which a comment shows that the line is alive

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/events", FollowAsync)
        .WithTags("ledger").WithSummary("Blocks as they come").Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    /// <param name="from">First height; without it the next block to come, or the one after Last-Event-ID.</param>
    private static async Task FollowAsync(
        HttpContext context, ulong? from, HomeNode node, NewBlocks blocks, NodeTelemetry telemetry, CancellationToken stop)
    {
        BlockHeight next = First(context.Request.Headers["Last-Event-ID"].ToString(), from, node);
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        await SayAsync(response, ": following\n\n", stop).ConfigureAwait(false);
        telemetry.Follow(1);
        try
        {
            await SendAsync(response, next, node, blocks, stop).ConfigureAwait(false);
        }
        finally
        {
            telemetry.Follow(-1);
        }
    }

    private static async Task SendAsync(
        HttpResponse response, BlockHeight next, HomeNode node, NewBlocks blocks, CancellationToken stop)
    {
        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
            silence.CancelAfter(Silence);
            try
            {
                await blocks.WaitAsync(next, silence.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                await SayAsync(response, ": nothing new\n\n", stop).ConfigureAwait(false);
                continue;
            }
            LedgerView view = node.View;
            for (; next <= view.Last.Height; next = next.Next)
            {
                string json = ApiJson.WriteLine(BlockAnswer.Of(view, next));
                await SayAsync(response, $"id: {next.Value}\nevent: block\ndata: {json}\n\n", stop).ConfigureAwait(false);
            }
        }
    }

    private static BlockHeight First(string last, ulong? from, HomeNode node)
    {
        if (last.Length > 0)
        {
            return ulong.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seen) && seen < long.MaxValue
                ? new BlockHeight(seen + 1)
                : throw new UsageException($"Last-Event-ID: '{MalformedException.Printable(last)}' is no height of a block");
        }
        node.CatchUp();
        return from is { } height ? new BlockHeight(height) : node.View.Last.Height.Next;
    }

    private static async Task SayAsync(HttpResponse response, string text, CancellationToken stop)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), stop).ConfigureAwait(false);
        await response.Body.FlushAsync(stop).ConfigureAwait(false);
    }
}
