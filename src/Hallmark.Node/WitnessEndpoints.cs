using System.Buffers;
using System.IO.Pipelines;
using Hallmark.Evidence.Witness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node;

/// <summary>
/// The addresses of a witness: <c>POST add-checkpoint</c> and, for whoever watches it, <c>GET SHA-256(origin)/checkpoint</c>.
/// </summary>
public static class WitnessEndpoints
{
    /// <param name="routes">The server's.</param>
    /// <param name="prefix">Empty, or a path that begins with a slash and does not end with one.</param>
    /// <param name="witness">Who answers.</param>
    public static void Map(IEndpointRouteBuilder routes, string prefix, Witness witness)
    {
        routes.MapMethods(prefix + "/add-checkpoint", [HttpMethods.Post], context => AddAsync(context, witness));
        routes.MapMethods(prefix + "/{id}/checkpoint", [HttpMethods.Get, HttpMethods.Head], context => LatestAsync(context, witness));
    }

    private static async Task AddAsync(HttpContext context, Witness witness)
    {
        WitnessAnswer answer;
        try
        {
            answer = await ReadAsync(context).ConfigureAwait(false) is { } body
                ? Answer(witness, body)
                : WitnessAnswer.Text(
                    StatusCodes.Status413PayloadTooLarge, $"the body has more than {AddCheckpointRequest.MaxBytes} bytes\n");
        }
        catch (BadHttpRequestException e)
        {
            answer = WitnessAnswer.Text(e.StatusCode, $"the body cannot be read: {e.Message}\n"); // a malformed chunk, say
        }
        catch (Exception e) when (e is OverflowException or InvalidDataException or FormatException or ArgumentException)
        {
            answer = WitnessAnswer.Text(StatusCodes.Status400BadRequest, $"the body cannot be read: {e.Message}\n"); // a length of a chunk
        }
        context.Response.StatusCode = answer.Status;
        await SendAsync(context, answer.ContentType, System.Text.Encoding.UTF8.GetBytes(answer.Body)).ConfigureAwait(false);
    }

    private static WitnessAnswer Answer(Witness witness, byte[] body)
    {
        try
        {
            return witness.AddCheckpoint(body);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return WitnessAnswer.Text(
                StatusCodes.Status500InternalServerError, "the checkpoint could not be recorded, so it is not cosigned\n");
        }
    }

    /// <summary>The whole body, or null where it is too long, whatever length was announced.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > AddCheckpointRequest.MaxBytes)
        {
            return null;
        }
        PipeReader reader = context.Request.BodyReader;
        try
        {
            ReadResult result =
                await reader.ReadAtLeastAsync(AddCheckpointRequest.MaxBytes + 1, context.RequestAborted).ConfigureAwait(false);
            byte[]? body = result.Buffer.Length <= AddCheckpointRequest.MaxBytes ? result.Buffer.ToArray() : null;
            reader.AdvanceTo(result.Buffer.End);
            return body;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private static Task LatestAsync(HttpContext context, Witness witness)
    {
        if (witness.Latest((string)context.Request.RouteValues["id"]!) is not { } note)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        return SendAsync(context, "text/plain; charset=utf-8", note.ToBytes());
    }

    private static async Task SendAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
