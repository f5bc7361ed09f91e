using System.Net;
using System.Net.Sockets;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Witness;
using static Hallmark.Node.Tests.WitnessWorld;

namespace Hallmark.Node.Tests;

/// <summary>Every answer of C2SP tlog-witness over real HTTP.</summary>
public sealed class WitnessProtocolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_growing_log_is_cosigned_step_by_step_and_each_cosignature_verifies()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        using var key = new NoteVerifier(world.Witness.Key);
        int old = 0;
        foreach (int size in (int[])[0, 0, 1, 4, 4, 9, 20])
        {
            WitnessReply reply = await world.PostAsync(Request(old, size));
            Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (reply.Status, reply.Type));
            var cosignature = NoteSignature.Read(reply.Body.TrimEnd('\n'));
            Assert.Equal(cosignature.ToLine(), reply.Body);
            Assert.True(key.Knows(cosignature) && key.Verify(Sign(size).Text, cosignature));
            Assert.False(key.Verify(Sign(size + 1 > 20 ? 3 : size + 1).Text, cosignature));
            old = size;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\nlog.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— log.example AAAAAAA=\n")]
    [InlineData("old -1\n\nlog.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— log.example AAAAAAA=\n")]
    [InlineData("old 0\nnot base64\n\nlog.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— log.example AAAAAAA=\n")]
    [InlineData("old 0\n\nlog.example\nx\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— log.example AAAAAAA=\n")]
    [InlineData("old 0\n\nlog.example\n1\nAAAA\n\n— log.example AAAAAAA=\n")]
    [InlineData("old 0\n\nlog.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("old 0\r\n\r\nlog.example\r\n1\r\n")]
    public async Task A_body_that_is_no_request_is_400(string body)
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync(body)).Status);
        Assert.Equal("0\n", await world.RecordedAsync());
    }

    [Fact]
    public async Task A_malformed_chunk_is_400_and_no_failure_of_the_witness()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, world.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {world.Address.AbsolutePath}/add-checkpoint HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\nzz\r\nhello\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_proof_of_64_lines_bytes_that_are_no_text_and_too_long_a_body_are_refused()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        AddCheckpointRequest request = Request(0, 5);
        var lines = AddCheckpointRequest.Of(Size(4), [.. Enumerable.Repeat(request.Checkpoint.Root, 64)], request.Note);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync(lines)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync([.. request.ToBytes(), 0xff])).Status);
        byte[] tooLong = [.. request.ToBytes(), .. Enumerable.Repeat((byte)'a', AddCheckpointRequest.MaxBytes)];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await world.PostAsync(tooLong)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await world.PostAsync(tooLong, announced: false)).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(request.ToBytes(), announced: false)).Status);
    }

    [Fact]
    public async Task An_unknown_origin_is_404_and_other_methods_are_405()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        var stranger = new Ed25519NoteSigner("other.example", Ed25519Key.FromSeed(new byte[32]));
        var note = SignedNote.Sign(new Checkpoint("other.example", Size(5), Request(0, 5).Checkpoint.Root).ToText(), stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await world.PostAsync(AddCheckpointRequest.Of(Size(0), [], note))).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await world.GetAsync("add-checkpoint")).Status);
    }

    [Fact]
    public async Task A_checkpoint_without_a_good_signature_of_the_log_is_403()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        var wrongKey = new Ed25519NoteSigner(Origin, Ed25519Key.Create());
        Assert.Equal(HttpStatusCode.Forbidden, await Sent(SignedNote.Sign(Sign(5).Text, wrongKey)));
        SignedNote bad = Sign(5) with { Signatures = [Sign(4).Signatures[0]] }; // the right key under another text
        Assert.Equal(HttpStatusCode.Forbidden, await Sent(bad));
        Assert.Equal(HttpStatusCode.Forbidden, await Sent(Sign(5).With(bad.Signatures))); // one good, one bad by the same key
        Assert.Equal(HttpStatusCode.OK, await Sent(SignedNote.Sign(Sign(5).Text, wrongKey, Log)));

        async Task<HttpStatusCode> Sent(SignedNote note) => (await world.PostAsync(AddCheckpointRequest.Of(Size(0), [], note))).Status;
    }

    [Fact]
    public async Task A_wrong_old_size_is_400_above_the_checkpoint_and_409_with_the_recorded_size_otherwise()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(Request(0, 9))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync(AddCheckpointRequest.Of(Size(10), [], Sign(9)))).Status);
        foreach (int old in (int[])[0, 8, 10])
        {
            Assert.Equal(new WitnessReply(HttpStatusCode.Conflict, "text/x.tlog.size", "9\n"), await world.PostAsync(Request(old, 12)));
        }
        // A log that went back.
        Assert.Equal(new WitnessReply(HttpStatusCode.Conflict, "text/x.tlog.size", "9\n"), await world.PostAsync(Request(5, 6)));
    }

    [Fact]
    public async Task What_does_not_continue_the_record_is_422_and_leaves_it_as_it_was()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        AddCheckpointRequest proofFromNothing = AddCheckpointRequest.Of(Size(0), Proof(4, 6), Sign(6));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.PostAsync(proofFromNothing)).Status);
        var rootOfNothing = SignedNote.Sign(new Checkpoint(Origin, Size(0), Request(0, 1).Checkpoint.Root).ToText(), Log);
        WitnessReply empty = await world.PostAsync(AddCheckpointRequest.Of(Size(0), [], rootOfNothing));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Equal("0\n", await world.RecordedAsync());
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(Request(0, 6))).Status);
        AddCheckpointRequest[] wrong =
        [
            AddCheckpointRequest.Of(Size(6), [], Sign(6, Fork)), // the same size, another root
            Request(6, 9, Fork), // another history, rightly proven
            AddCheckpointRequest.Of(Size(6), Proof(6, 9, Fork), Sign(9)),
            AddCheckpointRequest.Of(Size(6), [.. Proof(6, 9).Skip(1)], Sign(9)),
            AddCheckpointRequest.Of(Size(6), [], Sign(9)),
            AddCheckpointRequest.Of(Size(6), [.. Proof(6, 9), Proof(6, 9)[0]], Sign(9)),
            AddCheckpointRequest.Of(Size(6), Proof(4, 6), Sign(6)), // the same size with a proof
        ];
        foreach (AddCheckpointRequest request in wrong)
        {
            WitnessReply reply = await world.PostAsync(request);
            Assert.True(reply.Status == HttpStatusCode.UnprocessableEntity, reply.ToString());
            Assert.DoesNotContain("—", reply.Body, StringComparison.Ordinal);
        }
        Assert.Equal("6\n", await world.RecordedAsync());
    }

    [Fact]
    public async Task The_last_cosigned_checkpoint_is_shown_under_the_hash_of_its_origin()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        string id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Origin)));
        string path = id + "/checkpoint";
        Assert.Equal(HttpStatusCode.NotFound, (await world.GetAsync(path)).Status);
        var stranger = new Ed25519NoteSigner("other.example", Ed25519Key.FromSeed(new byte[32]));
        SignedNote signedByTwo = SignedNote.Sign(Sign(7).Text, Log, stranger);
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(AddCheckpointRequest.Of(Size(0), [], signedByTwo))).Status);
        WitnessReply reply = await world.GetAsync(path);
        Assert.Equal("text/plain; charset=utf-8", reply.Type);
        var note = SignedNote.Read(Encoding.UTF8.GetBytes(reply.Body));
        using var log = new NoteVerifier(Log.Key);
        using var witness = new NoteVerifier(world.Witness.Key);
        Assert.Equal((Sign(7).Text, 2), (note.Text, note.Signatures.Count));
        Assert.Equal([log.Key, witness.Key], note.Verify(log, witness).Signers);
        Assert.Equal(HttpStatusCode.NotFound, (await world.GetAsync(id.ToUpperInvariant() + "/checkpoint")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.GetAsync("..%2f..%2fetc/checkpoint")).Status);
    }

    [Fact]
    public async Task A_witnesss_key_is_no_logs()
    {
        NoteKey cosigner = Cosignature.KeyOf(Origin, Ed25519Key.FromSeed(new byte[32]));
        await Assert.ThrowsAsync<MalformedException>(() => StartAsync(_folder.Path, cosigner));
    }
}
