using Hallmark.Evidence;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node;

/// <summary>
/// Serves a published ledger's folder (C2SP tlog-tiles) to GET and HEAD: <c>checkpoint</c>, <c>seal</c> and tiles, and no other file
/// that may lie there. A path is never joined to the folder before it was read as a tile's and written anew.
/// </summary>
public static class LogEndpoints
{
    /// <summary>What changes is asked for anew each time.</summary>
    private const string Changing = "no-cache";

    /// <summary>A tile never changes, nor does a partial one.</summary>
    private const string Immutable = "public, max-age=31536000, immutable";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <param name="routes">The server's.</param>
    /// <param name="prefix">Empty, or a path that begins with a slash and does not end with one.</param>
    /// <param name="folder">The folder, which may be written meanwhile.</param>
    public static void Map(IEndpointRouteBuilder routes, string prefix, RegularFiles folder) =>
        routes.MapMethods(
            prefix + "/{**path}", Methods, context => ServeAsync(context, folder, (string?)context.Request.RouteValues["path"] ?? ""));

    private static Task ServeAsync(HttpContext context, RegularFiles folder, string path)
    {
        (string Name, string Type, string Caching)? found = path switch
        {
            "checkpoint" => (path, "text/plain; charset=utf-8", Changing),
            "seal" => (path, "application/cbor", Changing),
            _ when IsTile(path) => (path, "application/octet-stream", Immutable),
            _ => null,
        };
        return found is { } file ? SendAsync(context, folder, file.Name, file.Type, file.Caching) : NotFound(context);
    }

    private static bool IsTile(string path)
    {
        try
        {
            return TileId.Parse(path).Path == path;
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    /// <summary>A file is opened once and sent from there, so a rename meanwhile does not mix two of them.</summary>
    private static async Task SendAsync(HttpContext context, RegularFiles folder, string name, string type, string caching)
    {
        FileStream? stream = Open(folder, name);
        if (stream is null)
        {
            await NotFound(context).ConfigureAwait(false);
            return;
        }
        await using (stream.ConfigureAwait(false))
        {
            HttpResponse response = context.Response;
            response.ContentType = type;
            response.ContentLength = stream.Length;
            response.Headers.CacheControl = caching;
            response.Headers.XContentTypeOptions = "nosniff";
            if (HttpMethods.IsGet(context.Request.Method))
            {
                await stream.CopyToAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Null for what is there and no file to be sent as well: whoever asks is told no more than that.</summary>
    private static FileStream? Open(RegularFiles folder, string name) =>
        folder.OpenStream(name, SizeLimits.Streamed) is FileAnswer<FileStream>.Found found ? found.Value : null;

    /// <summary>Not kept by caches: the tile may be there in a moment.</summary>
    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers.CacheControl = Changing;
        return Task.CompletedTask;
    }
}
