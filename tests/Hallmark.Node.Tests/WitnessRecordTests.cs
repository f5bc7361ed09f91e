using System.Net;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Witness;
using static Hallmark.Node.Tests.WitnessWorld;

namespace Hallmark.Node.Tests;

/// <summary>What a witness cosigned it never forgets: not by a restart, a crash, a full disk or requests at the same time.</summary>
public sealed class WitnessRecordTests : IDisposable
{
    private static readonly Ed25519Key Key = Ed25519Key.Create();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restarted_witness_goes_on_from_what_it_cosigned_last()
    {
        await using (WitnessWorld world = await StartAsync(_folder.Path))
        {
            Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(Request(0, 6))).Status);
        }
        await using (WitnessWorld world = await StartAsync(_folder.Path))
        {
            Assert.Equal("6\n", await world.RecordedAsync());
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.PostAsync(Request(6, 9, Fork))).Status);
            Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(Request(6, 9))).Status);
        }
    }

    [Fact]
    public void The_record_is_on_the_disk_when_the_answer_is_made_so_a_kill_in_between_leaves_no_way_to_a_second_root()
    {
        // The answer is thrown away and the process with its memory too: only the folder is left, as after a kill.
        using (var store = new WitnessStore(_folder.Path))
        {
            using Witness witness = Open(store);
            Assert.Equal(200, witness.AddCheckpoint(Request(0, 6).ToBytes()).Status);
            var recorded = SignedNote.Read(File.ReadAllBytes(store.PathOf(Origin)));
            Assert.Equal(Sign(6).Text, recorded.Text);
        }
        using var after = new WitnessStore(_folder.Path);
        using Witness again = Open(after);
        Assert.Equal("6\n", again.AddCheckpoint(Request(0, 6, Fork).ToBytes()).Body);
        Assert.Equal(422, again.AddCheckpoint(AddCheckpointRequest.Of(Size(6), [], Sign(6, Fork)).ToBytes()).Status);
        // The log that never got its answer asks again with the size it was told.
        Assert.Equal(200, again.AddCheckpoint(Request(6, 6).ToBytes()).Status);
    }

    [Fact]
    public void A_kill_before_the_rename_leaves_the_older_record()
    {
        using (var store = new WitnessStore(_folder.Path))
        {
            using Witness witness = Open(store);
            Assert.Equal(200, witness.AddCheckpoint(Request(0, 4).ToBytes()).Status);
            File.WriteAllBytes(store.PathOf(Origin) + ".abcd1234.efg.tmp", Sign(6, Fork).ToBytes()[..40]); // torn, and never answered
        }
        using var after = new WitnessStore(_folder.Path);
        using Witness again = Open(after);
        Assert.Equal(200, again.AddCheckpoint(Request(4, 6).ToBytes()).Status);
    }

    [Fact]
    public async Task Without_a_record_there_is_no_cosignature()
    {
        await using WitnessWorld world = await StartAsync(_folder.Path);
        string blocked = Path.Combine(_folder.Path, WitnessStore.IdOf(Origin) + ".checkpoint");
        Directory.CreateDirectory(blocked); // no file can get this name
        WitnessReply reply = await world.PostAsync(Request(0, 6));
        Assert.Equal(HttpStatusCode.InternalServerError, reply.Status);
        Assert.DoesNotContain(Name, reply.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await world.GetAsync(WitnessStore.IdOf(Origin) + "/checkpoint")).Status);
        Directory.Delete(blocked);
        // Nothing was cosigned, so the other history may still be the one.
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync(Request(0, 6, Fork))).Status);
    }

    [Fact]
    public async Task Of_two_histories_sent_at_the_same_time_exactly_one_is_cosigned()
    {
        for (int round = 0; round < 20; round++)
        {
            using var store = new WitnessStore(_folder[$"round-{round}"]);
            using Witness witness = Open(store);
            byte[][] bodies = [.. Enumerable.Range(0, 8).Select(i => Request(0, 6, i % 2 == 0 ? Tiles : Fork).ToBytes())];
            using var start = new Barrier(bodies.Length);
            WitnessAnswer[] answers = await Task.WhenAll(bodies.Select(body => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return witness.AddCheckpoint(body);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((409, "6\n"), (answer.Status, answer.Body)));
        }
    }

    [Fact]
    public void Logs_do_not_share_a_record()
    {
        var other = new Ed25519NoteSigner("other.example", Key);
        using var store = new WitnessStore(_folder.Path);
        using var witness = new Witness(Name, Key, [Log.Key, other.Key], store, TimeProvider.System);
        var note = SignedNote.Sign(new Checkpoint("other.example", Size(3), Request(0, 3, Fork).Checkpoint.Root).ToText(), other);
        Assert.Equal(200, witness.AddCheckpoint(Request(0, 6).ToBytes()).Status);
        Assert.Equal(200, witness.AddCheckpoint(AddCheckpointRequest.Of(Size(0), [], note).ToBytes()).Status);
        Assert.Equal(409, witness.AddCheckpoint(Request(3, 6).ToBytes()).Status);
    }

    [Fact]
    public void A_record_that_was_damaged_or_is_another_witnesss_is_not_taken_for_none()
    {
        using var store = new WitnessStore(_folder.Path);
        using (Witness witness = Open(store))
        {
            Assert.Equal(200, witness.AddCheckpoint(Request(0, 6).ToBytes()).Status);
        }
        string file = store.PathOf(Origin);
        byte[] whole = File.ReadAllBytes(file);
        foreach (byte[] damaged in (byte[][])[[], whole[..^1], whole[..20], Sign(2).ToBytes(), Altered(whole)])
        {
            File.WriteAllBytes(file, damaged);
            Assert.Throws<MalformedException>(() => Open(store).Dispose());
        }
        File.WriteAllBytes(file, whole);
        Open(store).Dispose();
        Assert.Throws<MalformedException>(() => new Witness("renamed.example", Key, [Log.Key], store, TimeProvider.System).Dispose());
    }

    [Fact]
    public void Two_witnesses_do_not_share_a_folder()
    {
        using (var store = new WitnessStore(_folder.Path))
        {
            Assert.Throws<IOException>(() => new WitnessStore(_folder.Path).Dispose());
        }
        new WitnessStore(_folder.Path).Dispose();
    }

    private static Witness Open(WitnessStore store) => new(Name, Key, [Log.Key], store, TimeProvider.System);

    /// <summary>One digit of the size changed: 6 to 7.</summary>
    private static byte[] Altered(byte[] note)
    {
        byte[] altered = [.. note];
        altered[Origin.Length + 1] ^= 1;
        return altered;
    }
}
