using Hallmark.Api;
using Hallmark.Node;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>Commands that answer over HTTP until they are stopped by Ctrl-C or SIGTERM, which is their good end.</summary>
internal static class Service
{
    /// <param name="invocation">The command's.</param>
    /// <param name="start">Begins to serve.</param>
    /// <param name="answer">What is answered once the address is known.</param>
    /// <param name="beside">Done meanwhile, until it is cancelled.</param>
    public static async Task<int> RunAsync(
        Invocation invocation, Func<Task<NodeServer>> start, Func<string, object> answer, Func<CancellationToken, Task> beside)
    {
        NodeServer server = await start().ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            invocation.Output.Result(answer(server.Address.ToString()));
            invocation.Output.Say($"listening on {server.Address}");
            try
            {
                await beside(invocation.Cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Asked to stop.
            }
        }
        return ExitCode.Good;
    }

    /// <summary>Reads <c>--listen</c>, before anything is done.</summary>
    /// <exception cref="UsageException">Not an address to listen on.</exception>
    public static Uri ReadAddress(string listen) =>
        Uri.TryCreate(listen, UriKind.Absolute, out Uri? address) && NodeServer.CanListen(address)
            ? address
            : throw new UsageException($"--listen: '{listen}' is not http:// with an IP address or localhost, and a port");
}
