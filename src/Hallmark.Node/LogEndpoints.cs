using Hallmark.Evidence;
using Hallmark.Evidence.Tiles;
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
    /// <param name="directory">The folder, which may be written meanwhile.</param>
    public static void Map(IEndpointRouteBuilder routes, string prefix, string directory) =>
        routes.MapMethods(
            prefix + "/{**path}", Methods, context => ServeAsync(context, directory, (string?)context.Request.RouteValues["path"] ?? ""));

    private static Task ServeAsync(HttpContext context, string directory, string path)
    {
        (string Name, string Type, string Caching)? found = path switch
        {
            "checkpoint" => (path, "text/plain; charset=utf-8", Changing),
            "seal" => (path, "application/cbor", Changing),
            _ when IsTile(path) => (path, "application/octet-stream", Immutable),
            _ => null,
        };
        return found is { } file ? SendAsync(context, Path.Combine(directory, file.Name), file.Type, file.Caching) : NotFound(context);
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
    private static async Task SendAsync(HttpContext context, string file, string type, string caching)
    {
        FileStream? stream = Open(file);
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

    private static FileStream? Open(string file)
    {
        try
        {
            const FileShare shared = FileShare.ReadWrite | FileShare.Delete;
            return new FileStream(file, FileMode.Open, FileAccess.Read, shared, 1, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null; // a folder under a file's name is not allowed to be opened
        }
    }

    /// <summary>Not kept by caches: the tile may be there in a moment.</summary>
    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers.CacheControl = Changing;
        return Task.CompletedTask;
    }
}
