using Microsoft.AspNetCore.Http;

namespace Hallmark.Node.Serving;

/// <summary>Bytes with a status of their own: the framework's bytes are always 200.</summary>
internal sealed class BytesWithStatus(byte[] bytes, string contentType, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, contentType, bytes.Length);
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
