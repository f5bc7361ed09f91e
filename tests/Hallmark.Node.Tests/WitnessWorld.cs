using System.Net;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Evidence.Witness;

namespace Hallmark.Node.Tests;

/// <summary>A log of 20 leaves, another history of it that forks at the fifth, and a witness of that log behind HTTP.</summary>
internal sealed class WitnessWorld : IAsyncDisposable
{
    public const string Origin = "log.example";
    public const string Name = "witness.example";

    private static readonly Ed25519Key WitnessKey = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly WitnessStore _store;
    private readonly Witness _witness;
    private readonly NodeServer _server;
    private readonly HttpClient _client = new();

    private WitnessWorld(WitnessStore store, Witness witness, NodeServer server) => (_store, _witness, _server) = (store, witness, server);

    public static Ed25519NoteSigner Log { get; } = new(Origin, Ed25519Key.FromSeed(new byte[32]));

    public static TileLog Tiles { get; } = Grow(fork: false);

    public static TileLog Fork { get; } = Grow(fork: true);

    public Witness Witness => _witness;

    public Uri Address => new(_server.Address, "w");

    public static async Task<WitnessWorld> StartAsync(string directory, params NoteKey[] logs)
    {
        var store = new WitnessStore(directory);
        var witness = new Witness(Name, WitnessKey, logs.Length > 0 ? logs : [Log.Key], store, TimeProvider.System);
        var anyPort = new Uri("http://127.0.0.1:0");
        NodeServer server = await NodeServer.StartAsync(anyPort, routes => WitnessEndpoints.Map(routes, "/w", witness));
        return new WitnessWorld(store, witness, server);
    }

    public static TreeSize Size(int size) => new((ulong)size);

    public static SignedNote Sign(int size, TileLog? tiles = null) =>
        SignedNote.Sign(new Checkpoint(Origin, Size(size), new TileProofs(tiles ?? Tiles).Root(Size(size))).ToText(), Log);

    public static AddCheckpointRequest Request(int old, int size, TileLog? tiles = null) =>
        AddCheckpointRequest.Of(Size(old), Proof(old, size, tiles), Sign(size, tiles));

    public static IReadOnlyList<Digest> Proof(int old, int size, TileLog? tiles = null) =>
        old == 0 ? [] : new TileProofs(tiles ?? Tiles).Consistency(Size(old), Size(size)).Path;

    public Task<WitnessReply> PostAsync(AddCheckpointRequest request) => PostAsync(request.ToBytes());

    public Task<WitnessReply> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body));

    /// <param name="body">What is sent.</param>
    /// <param name="announced">Whether its length is sent ahead; otherwise it comes in chunks.</param>
    public async Task<WitnessReply> PostAsync(byte[] body, bool announced = true)
    {
        using var content = new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address + "/add-checkpoint")) { Content = content };
        request.Headers.TransferEncodingChunked = !announced;
        // Refused without being read: a client that goes on sending may see the connection end before it sees the answer.
        request.Headers.ExpectContinue = body.Length > AddCheckpointRequest.MaxBytes;
        using HttpResponseMessage response = await _client.SendAsync(request);
        return await ReadAsync(response);
    }

    public async Task<WitnessReply> GetAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(Address + "/" + path));
        return await ReadAsync(response);
    }

    /// <summary>The size that the witness says it cosigned last, by asking with one that cannot be.</summary>
    public async Task<string> RecordedAsync()
    {
        WitnessReply reply = await PostAsync(Request(19, 20));
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size"), (reply.Status, reply.Type));
        return reply.Body;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _witness.Dispose();
        _store.Dispose();
    }

    private static async Task<WitnessReply> ReadAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());

    private static TileLog Grow(bool fork)
    {
        var tiles = new TileLog();
        for (int i = 0; i < 20; i++)
        {
            tiles.Append(MerkleTree.LeafHash([(byte)(fork && i >= 4 ? i + 100 : i)]));
        }
        return tiles;
    }
}

/// <summary>What came back over HTTP.</summary>
internal sealed record WitnessReply(HttpStatusCode Status, string? Type, string Body);

/// <summary>A folder that goes away with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hallmark-node-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
