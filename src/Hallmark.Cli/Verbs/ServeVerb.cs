using System.CommandLine;
using Hallmark.Api;
using Hallmark.Files;
using Hallmark.Node;
using Hallmark.Operations.Publishing;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark serve</c>: serves the home's ledger as a static log and publishes it anew while it grows, or with <c>--log</c> a copy
/// of static files, without a home.
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
        var command = new Command("serve", "Serve the published ledger over HTTP.") { listen, folder };
        command.SetBody(async invocation =>
        {
            Uri address = Service.ReadAddress(invocation.Get(listen));
            if (invocation.Get(folder) is { } copy)
            {
                StaticLog.RequireWhole(copy);
                return await ServeAsync(invocation, address, new RegularFiles(copy), token => Task.Delay(Timeout.Infinite, token))
                    .ConfigureAwait(false);
            }
            using var publishing = new ContinuousPublishing(invocation.Home, invocation.Clock, invocation.Output.Warn);
            await publishing.StartAsync(invocation.Cancellation).ConfigureAwait(false);
            return await ServeAsync(invocation, address, invocation.Home.Log, publishing.FollowAsync).ConfigureAwait(false);
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
            invocation, listen, routes => LogEndpoints.Map(routes, "", folder), at => new ServingAnswer(folder.Path, at), beside);
}
