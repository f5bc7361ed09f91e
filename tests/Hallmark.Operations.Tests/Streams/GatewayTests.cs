using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Streams;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>A stream is registered by a gateway's key, with or without its provider's at hand.</summary>
public sealed class GatewayTests
{
    private static AddGateway Add { get; } = new("gate", [Streaming.Dataset]) { As = "garden" };

    [Fact]
    public async Task Its_key_alone_registers_a_stream_and_evidence_of_a_batch_shows_who_let_it()
    {
        using Acting acting = await Streaming.BeginAsync();
        GatewayState gateway = await acting.ActAsync(Add);
        File.Delete(new HomeKeys(acting.Home).PathOf("garden"));
        var told = new List<StreamEvent>();

        IngestedStream taken = await acting.ActAsync(Ingest(0, 50) with { As = null, Told = new Told(told.Add) });

        Assert.Equal(new IngestedStream(50, 0, 0, 0, 3), taken);
        BatchState[] batches = [.. await acting.AskAsync(new ListBatches(Streaming.Dataset))];
        Assert.Equal([null, "gate", "gate", "gate"], batches.Select(batch => batch.Gateway));
        Assert.All(batches, batch => Assert.Equal("garden", batch.Provider));
        Assert.Contains("the key of garden is not here", Assert.Single(told.OfType<StreamEvent.Unmeasured>()).Reason);

        EvidenceBundle bundle = await acting.AskAsync(new GetEvidence(batches[^1].Entry, Witnessed: false));
        Assert.Equal(
            ["ledger.create", "member.add", "key.delegate", "batch.register"],
            bundle.Entries.Select(item => item.Entry.Statement.Kind));
        EvidenceVerdict verdict = new VerifyEvidence(
            EvidenceBundle.Read(bundle.ToBytes()), await acting.AskAsync(new GetTrust([], 0))).Execute();
        Assert.Equal((EntryStatus.Registered, gateway.Id), (verdict.Entry.Status, verdict.Gateway?.Id));
    }

    [Fact]
    public async Task Where_the_providers_key_is_at_hand_too_it_reads_what_the_stream_is_compared_with()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.AddAsync("lab", "validator");
        await acting.ActAsync(new JudgeBatches(Streaming.Dataset));
        await acting.ActAsync(Add);
        var told = new List<StreamEvent>();

        await acting.ActAsync(Ingest(0, 20) with { Told = new Told(told.Add) });

        Assert.Empty(told.OfType<StreamEvent.Unmeasured>());
        using var reader = new HomeReader(acting.Home);
        Statement use = reader.Catalog.Uses().Select(entry => entry.Said).Last(said => said.Issuer == "garden");
        Assert.Equal(reader.Catalog.Member("garden")!.Key.Thumbprint, use.KeyId);
    }

    [Fact]
    public async Task What_could_not_come_on_record_is_not_taken_in()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.AddAsync("meadow", "provider");
        await acting.ActAsync(new RegisterFile(acting.Write("other.jsonl", Streaming.Reading(1) + "\n"), "other") { As = "garden" });
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(Ingest(0, 1)));
        await acting.ActAsync(Add with { Datasets = ["other"] });
        await RefusedAsync(acting, Ingest(0, 1), "not of readings");
        await RefusedAsync(acting, Ingest(0, 1) with { Gateway = "garden/gate", As = "meadow" }, "not for meadow");
        await acting.ActAsync(Add with { Until = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() });
        File.Move(KeyPath(acting), KeyPath(acting) + ".away");
        await RefusedAsync(acting, Ingest(0, 1), "there is no key for gateway garden/gate");
        using (var other = KeySigner.Create())
        {
            File.WriteAllText(KeyPath(acting), other.ToPem());
        }
        await RefusedAsync(acting, Ingest(0, 1), "the key of garden/gate on record is");
        File.Move(KeyPath(acting) + ".away", KeyPath(acting), overwrite: true);
        await acting.ActAsync(new RevokeGateway("gate", "stolen"));
        await RefusedAsync(acting, Ingest(0, 1), "was revoked by garden");
        Assert.False(Directory.Exists(acting.SpoolOf()));
    }

    /// <summary>Numbered proposals, an admin who delegates herself, one who revokes, and what was denied.</summary>
    [Fact]
    public async Task Under_a_quorum_of_two_every_entry_about_gateways_and_by_them_has_evidence()
    {
        using Acting acting = await Streaming.BeginAsync(quorum: 2);
        await acting.AddAsync("bob", "admin");
        await acting.ActAsync(new ChangeRoles("alice", ["admin", "provider"], null) { As = "bob" });
        await acting.ActAsync(new VoteOnProposal(1, Approve: true) { As = "alice" });
        await acting.ActAsync(Add with { As = "alice" });
        await acting.ActAsync(Add);
        await acting.ActAsync(Ingest(0, 20) with { As = "garden" });
        await acting.ActAsync(Ingest(20, 40) with { As = "alice" });
        await acting.ActAsync(new RevokeGateway("alice/gate", "enough") { As = "bob" });
        var revoke = new Told(told => acting.ActAsync(new RevokeGateway("garden/gate", "stolen") { As = "bob" }).Wait());
        await Assert.ThrowsAsync<StatementDeniedException>(
            () => acting.ActAsync(Ingest(40, 80) with { As = "garden", Told = revoke }));
        TrustRoot trust = await acting.AskAsync(new GetTrust([], 0));
        var through = new List<string>();
        for (ulong entry = 0; entry < acting.Size(); entry++)
        {
            EvidenceBundle bundle = await acting.AskAsync(new GetEvidence(new EntryIndex(entry), Witnessed: false));
            EvidenceVerdict verdict = new VerifyEvidence(EvidenceBundle.Read(bundle.ToBytes()), trust).Execute();
            Assert.True(
                verdict.Entry.Status is EntryStatus.Registered or EntryStatus.Denied, $"entry {entry}: {verdict.Entry.Reason}");
            through.AddRange(verdict.Gateway is { } gateway ? [$"{gateway.Id} {verdict.Entry.Status}"] : []);
        }
        Assert.Equal(["garden/gate Registered", "alice/gate Registered", "garden/gate Registered", "garden/gate Denied"], through);
    }

    /// <summary>The messages are acknowledged, so they must come on record by another key.</summary>
    [Fact]
    public async Task Revoked_while_the_stream_runs_it_stops_and_another_gateway_goes_on_with_the_messages()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.ActAsync(Add);
        var stream = new ListStream(Streaming.Readings(0, 20).Concat(Streaming.Readings(20, 40)));
        var revoke = new Told(told =>
        {
            if (told is StreamEvent.Registered)
            {
                acting.ActAsync(new RevokeGateway("garden/gate", "stolen") { As = "alice" }).Wait();
            }
        });

        var denied = await Assert.ThrowsAsync<StatementDeniedException>(
            () => acting.ActAsync(Streaming.Ingest(stream) with { Gateway = "gate", Told = revoke }));

        Assert.Equal("gateway.revoked", denied.Rule);
        await acting.ActAsync(Add with { Gateway = "gate-2" });
        await acting.ActAsync(Ingest(40, 41) with { Gateway = "gate-2" });
        Assert.Equal(Enumerable.Range(0, 41).Select(number => (long)number), (await acting.OnRecordAsync()).SelectMany(batch => batch));
    }

    [Fact]
    public async Task A_gateway_is_added_by_a_public_key_too_and_said_again_it_keeps_it()
    {
        using Acting acting = await Streaming.BeginAsync();
        using var machine = KeySigner.Create();
        await acting.ActAsync(Add with { Key = machine.PublicKey });
        Assert.False(File.Exists(KeyPath(acting)));

        GatewayState changed = await acting.ActAsync(Add with { Until = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() });

        Assert.Equal((machine.PublicKey, false), (changed.Key, changed.Until is null));
        Assert.Equal(changed.Id, Assert.Single(await acting.AskAsync(new ListGateways())).Id);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(Add with { Datasets = ["none"] }));
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(Add with { Gateway = "Gate" }));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new RevokeGateway("meadow/gate", "")));
    }

    private static IngestStream Ingest(int from, int to) =>
        Streaming.Ingest(new ListStream(Streaming.Readings(from, to))) with { Gateway = "gate" };

    private static string KeyPath(Acting acting) => Path.Combine(acting.Home.Directory, "keys", "garden+gate.gateway");

    private static async Task RefusedAsync(Acting acting, IngestStream ingest, string reason)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(ingest));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
