using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Node;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark serve</c>: serves the home's ledger as a static log and publishes it anew while it grows, or with <c>--log</c> a copy
/// of static files as it is, without a home.
/// </summary>
internal static class ServeVerb
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        Option<string> listen = Listen(8080);
        var folder = new Option<string?>("--log")
        {
            Description = "Serve this copy of static files as it is; where not given, HOME/log, published anew when the ledger grows.",
            HelpName = "DIR",
        };
        var command = new Command("serve", "Serve the published ledger over HTTP.") { listen, folder };
        command.SetBody(async invocation =>
        {
            Uri address = Service.ReadAddress(invocation.Get(listen));
            if (invocation.Get(folder) is { } copy)
            {
                return Directory.Exists(copy)
                    ? await ServeAsync(invocation, address, copy, token => Task.Delay(Timeout.Infinite, token)).ConfigureAwait(false)
                    : throw new UsageException($"--log: there is no folder {copy}");
            }
            using var publisher = new Publisher(invocation.Home, invocation.Home.LogDirectory);
            object state = StateOf(invocation.Home);
            await publisher.PublishAsync(invocation.Cancellation).ConfigureAwait(false);
            string directory = invocation.Home.LogDirectory;
            return await ServeAsync(invocation, address, directory, token => FollowAsync(invocation, publisher, state, token))
                .ConfigureAwait(false);
        });
        return command;
    }

    public static Option<string> Listen(int port) => new("--listen")
    {
        Description = "Address to answer on; port 0 for any free one. Plain HTTP: a reverse proxy may encrypt.",
        HelpName = "URL",
        DefaultValueFactory = _ => $"http://127.0.0.1:{port}",
    };

    private static Task<int> ServeAsync(Invocation invocation, Uri listen, string folder, Func<CancellationToken, Task> beside)
    {
        string directory = Path.GetFullPath(folder);
        var facts = new JsonObject { ["log"] = directory };
        return Service.RunAsync(invocation, listen, routes => LogEndpoints.Map(routes, "", directory), facts, beside);
    }

    /// <summary>Looks every second. A failure is told once and tried again; a ledger that was tampered with ends the command.</summary>
    private static async Task FollowAsync(Invocation invocation, Publisher publisher, object published, CancellationToken cancellation)
    {
        string? told = null;
        while (true)
        {
            await Task.Delay(Period, invocation.Clock, cancellation).ConfigureAwait(false);
            object state = StateOf(invocation.Home);
            if (state.Equals(published))
            {
                continue;
            }
            try
            {
                await publisher.PublishAsync(cancellation).ConfigureAwait(false);
                (published, told) = (state, null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (told != e.Message)
                {
                    invocation.Output.Warn($"not published: {e.Message}");
                }
                told = e.Message;
            }
        }
    }

    /// <summary>What changes with every block. Taken before publishing, so a block in between is published the next time.</summary>
    private static object StateOf(Home home)
    {
        var file = new FileInfo(home.LedgerPath);
        return (file.Exists, file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
    }
}
