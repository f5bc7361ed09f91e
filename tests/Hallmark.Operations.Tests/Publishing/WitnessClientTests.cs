using System.Text;
using Hallmark.Cli.Tests;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Witness;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Tests.Publishing;

/// <summary>A log and a witness behind HTTP, which is played by the rules of C2SP tlog-witness.</summary>
public sealed class WitnessClientTests : IDisposable
{
    private const string Name = "witness.example";

    private readonly Ed25519Key _key = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly List<ulong> _asked = []; // old sizes, as they were believed
    private readonly HomeFolder _folder = new();
    private WitnessRecord? _recorded;

    [Fact]
    public async Task A_witness_that_saw_more_than_was_believed_is_asked_again_from_there()
    {
        using Acting acting = await Acting.BeginAsync();
        using LoopbackServer server = await WitnessOfAsync(acting);
        ulong early = acting.Size();
        Assert.Empty((await PublishAsync(acting, server, "first")).Failures);
        await acting.AddAsync("bob", "reader");

        // Into another folder, which knows of no cosignature.
        LogPublished published = await PublishAsync(acting, server, "second");

        Assert.Equal([0, 0, early], _asked);
        Assert.Empty(published.Failures);
        Assert.Equal(Name, Assert.Single(published.Cosigned).Key.Name);
        Assert.Equal(acting.Size(), _recorded!.Size.Value);
    }

    [Fact]
    public async Task A_witness_that_saw_a_longer_log_says_that_it_was_rolled_back()
    {
        using Acting acting = await Acting.BeginAsync();
        _recorded = new WitnessRecord(new TreeSize(acting.Size() + 1), Digest.Of("longer"u8));
        using LoopbackServer server = await WitnessOfAsync(acting);
        WitnessException failure = Assert.Single((await PublishAsync(acting, server, "log")).Failures);
        Assert.True(failure.Contradicts);
        Assert.Contains($"it has cosigned {acting.Size() + 1} entries of this log, the checkpoint has {acting.Size()}", failure.Message);
        Assert.Equal([0], _asked);
    }

    [Fact]
    public async Task A_witness_that_saw_another_log_of_that_length_says_so()
    {
        using Acting acting = await Acting.BeginAsync();
        _recorded = new WitnessRecord(new TreeSize(acting.Size()), Digest.Of("another"u8));
        using LoopbackServer server = await WitnessOfAsync(acting);
        WitnessException failure = Assert.Single((await PublishAsync(acting, server, "log")).Failures);
        Assert.True(failure.Contradicts);
        Assert.Contains("does not continue what it cosigned: another root was cosigned at this size", failure.Message);
        Assert.Equal([0, acting.Size()], _asked);
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private async Task<LoopbackServer> WitnessOfAsync(Acting acting)
    {
        LogPublished log = await new PublishLog(_folder.Path("known"), []).ExecuteAsync(
            acting.Home, TestContext.Current.CancellationToken);
        NoteVerifier[] trusted = [.. log.Log.Keys.Select(key => new NoteVerifier(key))];
        return new LoopbackServer((body, response) =>
        {
            var request = AddCheckpointRequest.Read(body);
            _asked.Add(request.Old.Value);
            WitnessDecision decision = WitnessRules.Decide(_recorded, request, trusted);
            response.StatusCode = decision.Status;
            string answer = decision.Reason;
            if (decision is WitnessDecision.Conflict conflict)
            {
                (response.ContentType, answer) = (WitnessDecision.Conflict.ContentType, conflict.Body);
            }
            else if (decision is WitnessDecision.Cosign cosign)
            {
                _recorded = new WitnessRecord(cosign.Checkpoint.Size, cosign.Checkpoint.Root);
                answer = Cosignature.Sign(_key, Name, request.Note.Text, 1_800_000_000).ToLine();
            }
            response.OutputStream.Write(Encoding.UTF8.GetBytes(answer));
        });
    }

    private Task<LogPublished> PublishAsync(Acting acting, LoopbackServer server, string folder)
    {
        var witness = new WitnessClient(new Uri(server.Url), Cosignature.KeyOf(Name, _key), TimeSpan.FromMinutes(1));
        return new PublishLog(_folder.Path(folder), [witness]).ExecuteAsync(acting.Home, TestContext.Current.CancellationToken);
    }
}
