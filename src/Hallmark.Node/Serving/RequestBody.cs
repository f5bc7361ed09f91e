using Hallmark.Evidence;
using Microsoft.AspNetCore.Http;

namespace Hallmark.Node.Serving;

/// <summary>The body of a request that is a statement: all of it, or a refusal that says why.</summary>
internal static class RequestBody
{
    /// <exception cref="MalformedException">It is empty, or longer than any statement.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Statement.MaxBytes)
        {
            throw TooLong();
        }
        var body = new MemoryStream();
        byte[] part = new byte[16_384];
        int read;
        while ((read = await request.Body.ReadAsync(part, cancellation).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > Statement.MaxBytes)
            {
                throw TooLong();
            }
            body.Write(part, 0, read);
        }
        return body.Length > 0 ? body.ToArray() : throw new MalformedException("body", "is empty; a signed statement is expected");
    }

    private static MalformedException TooLong() => new("body", $"has more than the {Statement.MaxBytes} bytes of a statement");
}
