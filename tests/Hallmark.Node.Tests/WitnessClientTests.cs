using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Witness;
using Hallmark.Operations.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static Hallmark.Node.Tests.WitnessWorld;

namespace Hallmark.Node.Tests;

/// <summary>The log's side: against a real witness, and against servers that answer what they must not.</summary>
public sealed class WitnessClientTests : IDisposable
{
    private static readonly Ed25519Key Cosigner = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)9, 32)]);
    private static readonly NoteKey CosignerKey = Cosignature.KeyOf("w.example", Cosigner);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_witness_is_asked_again_with_the_size_that_it_names()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        var client = new WitnessClient(world.Address, world.Witness.Key, Limit);
        using var key = new NoteVerifier(world.Witness.Key);
        foreach ((int old, int size) in ((int, int)[])[(0, 5), (5, 9), (0, 12), (3, 20), (20, 20)])
        {
            NoteSignature cosignature = await client.CosignAsync(Sign(size), Tiles, Size(old));
            Assert.True(key.Verify(Sign(size).Text, cosignature));
        }
    }

    [Fact]
    public async Task A_rolled_back_or_forked_log_is_told_that_it_contradicts_what_was_cosigned()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        var client = new WitnessClient(world.Address, world.Witness.Key, Limit);
        await client.CosignAsync(Sign(9), Tiles, Size(0));
        WitnessException shorter = await Assert.ThrowsAsync<WitnessException>(() => client.CosignAsync(Sign(8), Tiles, Size(0)));
        Assert.True(shorter.Contradicts);
        Assert.Contains("it has cosigned 9 entries of this log, the checkpoint has 8", shorter.Message, StringComparison.Ordinal);
        foreach (int size in (int[])[9, 12])
        {
            WitnessException forked = await Assert.ThrowsAsync<WitnessException>(() => client.CosignAsync(Sign(size, Fork), Fork, Size(0)));
            Assert.True(forked.Contradicts);
        }
        WitnessException stranger = await Assert.ThrowsAsync<WitnessException>(() => client.CosignAsync(
            SignedNote.Sign(Sign(12).Text, new Ed25519NoteSigner(Origin, Cosigner)), Tiles, Size(9)));
        Assert.False(stranger.Contradicts);
        Assert.Contains("403", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cosignature_is_used_only_where_it_verifies_under_the_witnesss_key()
    {
        string text = Sign(5).Text;
        NoteSignature good = Cosignature.Sign(Cosigner, "w.example", text, 1);
        await RefusedAsync(200, Cosignature.Sign(Cosigner, "w.example", Sign(6).Text, 1).ToLine(), "does not verify");
        await RefusedAsync(200, (good with { Name = "v.example" }).ToLine(), "has no signature by");
        await RefusedAsync(200, (good with { KeyId = 1 }).ToLine(), "has no signature by");
        await RefusedAsync(200, new Ed25519NoteSigner("w.example", Cosigner).Sign(text).ToLine(), "has no signature by");
        await RefusedAsync(200, "", "has no signature by");
        await RefusedAsync(200, "hello\n", "its answer is none");
        await RefusedAsync(200, new string('x', 70_000), "more than 65536 bytes");
        NoteSignature another = Cosignature.Sign(Ed25519Key.Create(), "x", text, 1);
        await using NodeServer server = await Answering(_ => (200, another.ToLine() + good.ToLine(), "text/plain"));
        Assert.Equal(good.ToLine(), (await Client(server).CosignAsync(Sign(5), Tiles, Size(0))).ToLine());
    }

    [Fact]
    public async Task A_witness_that_conflicts_again_answers_nonsense_or_is_not_there_is_named()
    {
        await RefusedAsync(404, "unknown\x1b[2J", "404: unknown?[2J");
        await RefusedAsync(500, "", "500");
        await RefusedAsync(409, "4\n", "409", WitnessDecision.Conflict.ContentType); // the second time too
        await RefusedAsync(409, "four\n", "its answer 409 has no size", WitnessDecision.Conflict.ContentType);
        await RefusedAsync(409, "4", "its answer 409 has no size", WitnessDecision.Conflict.ContentType);
        await RefusedAsync(409, "4\n", "409: 4", "text/plain");
        Uri gone;
        await using (NodeServer server = await Answering(_ => (200, "", "text/plain")))
        {
            gone = server.Address;
        }
        var client = new WitnessClient(gone, CosignerKey, Limit);
        WitnessException e = await Assert.ThrowsAsync<WitnessException>(() => client.CosignAsync(Sign(5), Tiles, Size(0)));
        Assert.Contains($"witness {gone}: it cannot be reached", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_of_the_size_that_was_cosigned_contradicts_whatever_body_says_so()
    {
        foreach (string body in (string[])["", "no", "5"])
        {
            await using NodeServer server = await Answering(_ => (409, body, "text/plain"));
            WitnessException same = await Assert.ThrowsAsync<WitnessException>(() => Client(server).CosignAsync(Sign(5), Tiles, Size(5)));
            Assert.True(same.Contradicts);
            WitnessException other = await Assert.ThrowsAsync<WitnessException>(() => Client(server).CosignAsync(Sign(5), Tiles, Size(4)));
            Assert.False(other.Contradicts);
        }
    }

    [Fact]
    public async Task A_conflict_is_followed_once()
    {
        int asked = 0;
        await using NodeServer server = await Answering(_ => (409, $"{++asked}\n", WitnessDecision.Conflict.ContentType));
        await Assert.ThrowsAsync<WitnessException>(() => Client(server).CosignAsync(Sign(5), Tiles, Size(0)));
        Assert.Equal(2, asked);
    }

    private static async Task RefusedAsync(int status, string body, string reason, string type = "text/plain")
    {
        await using NodeServer server = await Answering(_ => (status, body, type));
        WitnessException e = await Assert.ThrowsAsync<WitnessException>(() => Client(server).CosignAsync(Sign(5), Tiles, Size(0)));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"witness {server.Address}: ", e.Message, StringComparison.Ordinal);
        Assert.False(e.Contradicts);
    }

    private static WitnessClient Client(NodeServer server) => new(server.Address, CosignerKey, Limit);

    private static Task<NodeServer> Answering(Func<HttpContext, (int Status, string Body, string Type)> answer) =>
        NodeServer.StartAsync(new Uri("http://127.0.0.1:0"), routes => routes.MapPost("/add-checkpoint", (RequestDelegate)(async context =>
        {
            (int status, string body, string type) = answer(context);
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        })));
}
