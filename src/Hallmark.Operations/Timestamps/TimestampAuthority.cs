using System.Net;
using System.Net.Http.Headers;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;

namespace Hallmark.Operations.Timestamps;

/// <summary>An RFC 3161 authority behind HTTP (RFC 3161 section 3.4). Whatever it answers is checked before it is used.</summary>
public sealed class TimestampAuthority(Uri address, TimeSpan limit)
{
    private const string QueryType = "application/timestamp-query";
    private const string ReplyType = "application/timestamp-reply";

    /// <summary>Has a header stamped.</summary>
    /// <exception cref="FailureException">Not reachable, refused, or the answer is none to this question; names the authority.</exception>
    public async Task<TimestampToken> StampAsync(BlockHeader header, CancellationToken cancellation)
    {
        var query = TimestampQuery.For(header);
        byte[] body = await AskAsync(query, cancellation).ConfigureAwait(false);
        TimestampReply reply;
        try
        {
            reply = TimestampReply.Read(body);
        }
        catch (MalformedException e)
        {
            throw Failed($"its answer is none: {e.Message}");
        }
        string words = reply.Words.Length == 0 ? "" : ": " + reply.Words;
        TimestampToken token = reply.Token ?? throw Failed($"it refused with status {reply.Status}{words}");
        return query.Mismatch(token) is { } problem ? throw Failed($"its token is not to be used: {problem}") : token;
    }

    public FailureException Failed(string reason) => new($"timestamp authority {address}: {reason}");

    private async Task<byte[]> AskAsync(TimestampQuery query, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit); // The whole exchange, body included: a trickle of bytes is no answer.
        using var content = new ReadOnlyMemoryContent(query.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(QueryType);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        try
        {
            using HttpResponseMessage response =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Failed($"it answered with HTTP status {(int)response.StatusCode}");
            }
            if (response.Content.Headers.ContentType?.MediaType is var type && !ReplyType.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                throw Failed($"it answered with {type ?? "no type"}, not with {ReplyType}");
            }
            return await ReadAsync(response, timer.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Failed($"it cannot be reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed($"it did not answer within {limit.TotalSeconds} s");
        }
    }

    /// <summary>Reads as much as an answer may have and no more, whatever length was announced.</summary>
    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[TimestampToken.SizeLimit + 1];
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)
                    .ConfigureAwait(false);
                return length < buffer.Length
                    ? buffer[..length]
                    : throw Failed($"its answer has more than {TimestampToken.SizeLimit} bytes");
            }
            catch (IOException e)
            {
                throw Failed($"its answer broke off: {e.Message}");
            }
        }
    }
}
