using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Data.Sources;
using Hallmark.Evidence;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Hallmark.Node.Serving;

/// <summary>
/// What goes wrong as problem details (RFC 9457): the kind by <see cref="Failures"/>, one sentence that names field and reason, and nothing
/// of what is inside this program.
/// </summary>
internal static class Problems
{
    /// <summary>Before the name of a kind of failure, as a problem's type.</summary>
    public const string TypePrefix = "urn:hallmark:problem:";

    /// <summary>Catches what endpoints throw. What is no failure of ours is one of this program, and says no more than that.</summary>
    public static async Task CatchAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Who asked has gone.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Of(e).ExecuteAsync(context).ConfigureAwait(false);
        }
        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await OfStatus(context.Response.StatusCode).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    public static IResult Of(Exception e) => e switch
    {
        BadHttpRequestException bad => Make(bad.StatusCode, "request", bad.Message, null, null),
        _ when Failures.KindOf(e) is { } kind => Make(kind.Status, kind.Type, e.Message, FieldOf(e), Failures.HintOf(e)),
        _ => Make(StatusCodes.Status500InternalServerError, "defect", "this program failed; its log says more", null, null),
    };

    private static IResult OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => Make(status, FailureKind.Unknown.Type, "there is nothing at this path", null, null),
        StatusCodes.Status405MethodNotAllowed => Make(status, "method", "this path does not take this method", null, null),
        StatusCodes.Status415UnsupportedMediaType => Make(status, "media-type", "this path does not take this content type", null, null),
        StatusCodes.Status429TooManyRequests => Make(status, "too-many", "too many; Retry-After says when to come again", null, null),
        _ => Make(status, "request", $"answered by status {status}", null, null),
    };

    private static IResult Make(int status, string type, string detail, string? field, string? hint)
    {
        var problem = new ProblemDetails { Status = status, Type = TypePrefix + type, Title = type, Detail = detail };
        Add("field", field);
        Add("hint", hint);
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                problem.Extensions[name] = value;
            }
        }
    }

    private static string? FieldOf(Exception e) => e switch
    {
        MalformedException malformed => malformed.Field,
        SourceException source => source.Field,
        StatementDeniedException denied => denied.Rule,
        _ => null,
    };
}
