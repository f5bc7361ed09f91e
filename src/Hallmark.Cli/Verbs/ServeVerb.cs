using System.CommandLine;
using System.Runtime.CompilerServices;
using Hallmark.Api;
using Hallmark.Files;
using Hallmark.Node;
using Hallmark.Operations.Publishing;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark serve</c>: a node of the home: what it holds over REST, statements handed in, and its log, published anew while it grows;
/// or with <c>--log</c> a copy of static files, without a home.
/// </summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        Option<string> listen = Listen(8080);
        var folder = new Option<string?>("--log")
        {
            Description = "Serve this copy of static files, looked through first; without it HOME/log, published anew as the ledger grows.",
            HelpName = "DIR",
        };
        var command = new Command("serve", "Serve the home over HTTP: its data as JSON, statements handed in, the published ledger.")
        {
            listen,
            folder,
        };
        command.SetBody(async invocation =>
        {
            Uri address = Service.ReadAddress(invocation.Get(listen));
            if (invocation.Get(folder) is { } copy)
            {
                StaticLog.RequireWhole(copy);
                return await ServeAsync(invocation, address, new RegularFiles(copy), token => Task.Delay(Timeout.Infinite, token))
                    .ConfigureAwait(false);
            }
            HomeNode node = await HomeNode.OpenAsync(invocation.Home, invocation.Clock, invocation.Output.Warn, invocation.Cancellation)
                .ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = node.ConfigureAwait(false);
            using var publishing = new ContinuousPublishing(invocation.Home, invocation.Clock, invocation.Output.Warn);
            await publishing.StartAsync(invocation.Cancellation).ConfigureAwait(false);
            return await Service.RunAsync(
                invocation, () => NodeServer.StartAsync(address, node, invocation.Home.Log, invocation.Cancellation),
                at => new ServingAnswer(invocation.Home.Log.Path, at), publishing.FollowAsync).ConfigureAwait(false);
        });
        return command;
    }

    public static Option<string> Listen(int port) => new("--listen")
    {
        Description = "Address to answer on; port 0 for any free one. Plain HTTP: a reverse proxy may encrypt.",
        HelpName = "URL",
        DefaultValueFactory = _ => $"http://127.0.0.1:{port}",
    };

    private static Task<int> ServeAsync(Invocation invocation, Uri listen, RegularFiles folder, Func<CancellationToken, Task> beside) =>
        Service.RunAsync(
            invocation, () => NodeServer.StartAsync(listen, routes => LogEndpoints.Map(routes, "", folder), invocation.Cancellation),
            at => new ServingAnswer(folder.Path, at), beside);
}
