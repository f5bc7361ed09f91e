using System.Text.Json.Nodes;
using Hallmark.Node;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Cli;

/// <summary>Commands that answer over HTTP until they are stopped by Ctrl-C or SIGTERM, which is their good end.</summary>
internal static class Service
{
    /// <param name="invocation">The command's.</param>
    /// <param name="listen">Where, as it was given.</param>
    /// <param name="map">What is served.</param>
    /// <param name="facts">Told with the address once it is known.</param>
    /// <param name="beside">Done meanwhile, until it is cancelled.</param>
    public static async Task<int> RunAsync(
        Invocation invocation, string listen, Action<IEndpointRouteBuilder> map, JsonObject facts, Func<CancellationToken, Task> beside)
    {
        NodeServer server = await StartAsync(listen, map, invocation.Cancellation).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            facts["address"] = server.Address.ToString();
            if (invocation.Output.Json)
            {
                invocation.Output.Result(facts, _ => { });
            }
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

    private static async Task<NodeServer> StartAsync(string listen, Action<IEndpointRouteBuilder> map, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(listen, UriKind.Absolute, out Uri? address))
        {
            throw new UsageException($"--listen: '{listen}' is not an address such as http://127.0.0.1:8080");
        }
        try
        {
            return await NodeServer.StartAsync(address, map, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"--listen: '{listen}' is not http:// with an IP address or localhost, and a port");
        }
    }
}
