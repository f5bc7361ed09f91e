using System.Net;
using System.Net.Sockets;

namespace Hallmark.Cli.Tests;

/// <summary>An HTTP server on loopback that gives every question to a function of the test.</summary>
internal sealed class LoopbackServer : IDisposable
{
    public const string ReplyType = "application/timestamp-reply";

    private readonly HttpListener _listener = new();

    public LoopbackServer(Action<byte[], HttpListenerResponse> answer)
    {
        Url = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(() => Serve(answer));
    }

    public string Url { get; }

    public string? QueryType { get; private set; }

    /// <summary>A server that answers with a body of the right type.</summary>
    public static LoopbackServer Of(Func<byte[], byte[]> reply) => new((query, response) =>
    {
        byte[] body = reply(query);
        response.ContentType = ReplyType;
        response.OutputStream.Write(body);
    });

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => _listener.Close();

    private void Serve(Action<byte[], HttpListenerResponse> answer)
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = _listener.GetContext();
                QueryType = context.Request.ContentType;
                using var query = new MemoryStream();
                context.Request.InputStream.CopyTo(query);
                answer(query.ToArray(), context.Response);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                // The client had enough, or the test is over.
            }
        }
    }
}
