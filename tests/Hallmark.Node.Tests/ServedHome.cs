using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Tests;

namespace Hallmark.Node.Tests;

/// <summary>A home with plants, judged and granted, served on a port of its own.</summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private readonly NodeServer _server;
    private readonly HomeNode _node;

    private ServedHome(Acting acting, HomeNode node, NodeServer server) => (Acting, _node, _server) = (acting, node, server);

    public Acting Acting { get; }

    public HttpClient Http { get; private init; } = new();

    public Uri Address => _server.Address;

    public HomeNode Node => _node;

    public static async Task<ServedHome> StartAsync()
    {
        Acting acting = await Plants.AcceptedAsync();
        HomeNode node = await HomeNode.OpenAsync(acting.Home, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken);
        NodeServer server = await NodeServer.StartAsync(
            new Uri("http://127.0.0.1:0"), node, acting.Home.Log, TestContext.Current.CancellationToken);
        return new ServedHome(acting, node, server) { Http = new HttpClient { BaseAddress = server.Address } };
    }

    public KeySigner KeyOf(string member) => new HomeKeys(Acting.Home).Find(member)!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        await _node.DisposeAsync();
        Acting.Dispose();
    }
}
