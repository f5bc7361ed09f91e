using System.Net;
using System.Net.Sockets;
using Hallmark.Evidence;
using Hallmark.Evidence.Witness;
using Hallmark.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hallmark.Node;

/// <summary>
/// An HTTP server for what its owner maps on it. Plain HTTP on one address: encryption is a reverse proxy's work, and everything
/// served here is public and signed. Takes nothing from the environment, from files or from the command line.
/// </summary>
public sealed class NodeServer : IAsyncDisposable
{
    private const int MaxConnections = 1000;
    private const int HeadersLimit = 16_384;

    /// <summary>How long a client may take to say what it wants.</summary>
    private static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(10);

    /// <summary>How long answers under way are waited for when the server stops.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;

    private NodeServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for; ends with a slash.</summary>
    public Uri Address { get; }

    /// <summary>Whether this is an address of the kind that <see cref="StartAsync(Uri, Action{IEndpointRouteBuilder}, CancellationToken)"/>
    /// takes.</summary>
    public static bool CanListen(Uri listen) => FindEndPoint(listen) is not null;

    /// <summary>A home over HTTP: what it answers, what is handed in to it, and its published log.</summary>
    /// <param name="listen">As for the other.</param>
    /// <param name="node">Stays the caller's.</param>
    /// <param name="log">Folder of the published log, which may be written meanwhile.</param>
    /// <param name="cancellation">Of starting.</param>
    /// <exception cref="ArgumentException">Another kind of address.</exception>
    /// <exception cref="IOException">The address is taken or not of this machine.</exception>
    public static Task<NodeServer> StartAsync(Uri listen, HomeNode node, RegularFiles log, CancellationToken cancellation = default) =>
        StartAsync(
            listen, services => NodeApplication.AddServices(services, node), application => NodeApplication.Use(application, log),
            Statement.MaxBytes, cancellation);

    /// <summary>Whatever its owner maps.</summary>
    /// <param name="listen"><c>http://ADDRESS:PORT</c>: an IP address or <c>localhost</c>; port 0 stands for any free one.</param>
    /// <param name="map">Maps what is served.</param>
    /// <exception cref="ArgumentException">Another kind of address.</exception>
    /// <exception cref="IOException">The address is taken or not of this machine.</exception>
    public static Task<NodeServer> StartAsync(Uri listen, Action<IEndpointRouteBuilder> map, CancellationToken cancellation = default) =>
        StartAsync(
            listen, _ => { },
            application =>
            {
                application.UseRouting();
                map(application);
                application.UseEndpoints(_ => { });
            },
            AddCheckpointRequest.MaxBytes, cancellation);

    private static async Task<NodeServer> StartAsync(
        Uri listen, Action<IServiceCollection> services, Action<WebApplication> use, int bodyLimit, CancellationToken cancellation)
    {
        IPEndPoint place = FindEndPoint(listen)
            ?? throw new ArgumentException($"'{listen}' is not http:// with an IP address or localhost, and a port.", nameof(listen));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopLimit);
        services(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, place, bodyLimit));
        WebApplication application = builder.Build();
        try
        {
            use(application);
            await application.StartAsync(cancellation).ConfigureAwait(false);
            IServer server = application.Services.GetRequiredService<IServer>();
            string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return new NodeServer(application, new Uri(address + "/"));
        }
        catch (Exception e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (e is SocketException)
            {
                throw new IOException($"{listen} cannot be listened on: {e.Message}", e);
            }
            throw;
        }
    }

    /// <summary>Finishes what is under way, for a second at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions options, IPEndPoint place, int bodyLimit)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = bodyLimit;
        options.Limits.MaxRequestHeadersTotalSize = HeadersLimit;
        options.Limits.RequestHeadersTimeout = HeadersTime;
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Listen(place);
    }

    private static IPEndPoint? FindEndPoint(Uri listen)
    {
        IPAddress? address = listen.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(listen.DnsSafeHost, out IPAddress? parsed) ? parsed
            : null;
        return listen.Scheme == Uri.UriSchemeHttp && address is not null && listen.PathAndQuery == "/"
            ? new IPEndPoint(address, listen.Port)
            : null;
    }
}
