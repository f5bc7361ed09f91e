using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Queries;

/// <summary>What a home proves, its published files prove alone; where they cannot, it is said.</summary>
public sealed class PublishedLogTests
{
    [Fact]
    public async Task An_entry_has_the_same_statement_from_the_home_and_from_the_files_and_a_proof_as_text_where_it_is_published()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        var entry = new EntryIndex(1);
        UsageException early = await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(new GetReceipt(entry, null, WithText: true)));
        Assert.Contains("nothing is published in", early.Message);
        string log = (await PublishAsync(acting)).Directory;
        EntryReceipt home = await acting.AskAsync(new GetReceipt(entry, null, WithText: true));
        EntryReceipt files = await acting.AskAsync(new GetReceipt(entry, log, WithText: true));
        Assert.Equal(home.Statement.Bytes.ToArray(), files.Statement.Bytes.ToArray());
        Assert.Equal(home.Key, files.Key);
        Assert.Equal(home.TextProof, files.TextProof);
        Assert.NotNull(home.TextProof);
        Assert.Null((await acting.AskAsync(new GetReceipt(entry, log, WithText: false))).TextProof);
        var beyond = new EntryIndex(acting.Size());
        await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(new GetReceipt(beyond, null, WithText: false)));
        await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(new GetReceipt(beyond, log, WithText: false)));
    }

    [Fact]
    public async Task Growth_is_proven_from_the_home_and_from_the_files_that_were_published()
    {
        using Acting acting = await Acting.BeginAsync();
        ulong early = acting.Size();
        await acting.AddAsync("bob", "provider");
        string log = (await PublishAsync(acting)).Directory;
        foreach (string? place in (string?[])[null, log])
        {
            Growth growth = await acting.AskAsync(Grown(early, acting.Size(), place));
            Assert.Null(growth.Problem);
            Assert.NotNull(growth.Receipt);
        }
        await acting.AddAsync("carol", "reader");
        await RefusedAsync(Grown(early, acting.Size(), log), "the log has only");
        await RefusedAsync(Grown(1, 1, null), "no receipt for an empty tree nor for equal sizes");
        await RefusedAsync(Grown(acting.Size(), early, null), "more than NEW");
        await RefusedAsync(Grown(1, 2, log), "nothing that is kept here signs the tree of 2 entries");

        async Task RefusedAsync(ProveGrowth wrong, string complaint) =>
            Assert.Contains(complaint, (await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(wrong))).Message);
    }

    [Fact]
    public async Task Growth_of_a_ledger_that_another_key_seals_than_the_trusted_one_is_a_strangers()
    {
        using Acting acting = await Acting.BeginAsync();
        ulong early = acting.Size();
        await acting.AddAsync("bob", "provider");
        using Acting other = await Acting.BeginAsync();
        ProveGrowth grown = Grown(early, acting.Size(), null);
        CoseKey own = (await acting.AskAsync(new GetTrust([], 0))).Key;
        Assert.Null((await acting.AskAsync(grown with { Trusted = own })).Problem);
        Growth strange = await acting.AskAsync(grown with { Trusted = (await other.AskAsync(new GetTrust([], 0))).Key });
        Assert.Equal(($"ledger {strange.Ledger} is sealed by another key than the one given", null), (strange.Problem, strange.Receipt));
    }

    [Fact]
    public async Task A_proof_as_text_stands_only_under_as_many_witnesses_as_are_asked_for()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        LogPublished published = await PublishAsync(acting);
        EntryReceipt receipt = await acting.AskAsync(new GetReceipt(new EntryIndex(acting.Size() - 1), null, WithText: true));
        NoteKey log = published.Log.Keys[0];
        using Ed25519Key nearKey = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)1, 32)]);
        using Ed25519Key farKey = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)2, 32)]);
        NoteKey[] witnesses = [Cosignature.KeyOf("near.example", nearKey), Cosignature.KeyOf("far.example", farKey)];
        TrustRoot none = await acting.AskAsync(new GetTrust([], 0));
        CoseKey alice = (await acting.AskAsync(new ListMembers()))[0].State.Key;
        var proof = TlogProof.Read(receipt.TextProof);
        TlogProof seen = proof with
        {
            Note = proof.Note.With([Cosignature.Sign(nearKey, "near.example", proof.Note.Text, 1_800_000_000)]),
        };

        EntryVerdict Verify(TlogProof given, TrustRoot? root) =>
            new VerifyTextProof(receipt.Statement.Bytes.ToArray(), given, log, root, alice).Execute();

        EntryVerdict unseen = Verify(proof, TrustRoot.Of(none.Ledger, none.Key, witnesses, 1));
        Assert.Equal(
            (EntryStatus.NotWitnessed, "0 of the trusted witnesses cosigned, 1 are asked for"), (unseen.Status, unseen.Reason));
        EntryVerdict half = Verify(seen, TrustRoot.Of(none.Ledger, none.Key, witnesses, 2));
        Assert.Equal((EntryStatus.NotWitnessed, "1 of the trusted witnesses cosigned, 2 are asked for"), (half.Status, half.Reason));
        foreach (EntryVerdict good in (EntryVerdict[])[
            Verify(seen, TrustRoot.Of(none.Ledger, none.Key, witnesses, 1)), Verify(proof, none), Verify(proof, null)])
        {
            Assert.Equal((EntryStatus.Registered, null), (good.Status, good.Reason));
        }
    }

    [Fact]
    public async Task A_head_that_was_kept_stands_against_another_ledger_and_against_a_shorter_log()
    {
        using Acting acting = await Acting.BeginAsync();
        string log = (await PublishAsync(acting)).Directory;
        await acting.AddAsync("bob", "provider");
        using Acting other = await Acting.BeginAsync();
        string late = acting.Write("late.head", Head(acting).ToText());
        string foreign = acting.Write("foreign.head", Head(other).ToText());
        var here = TreePoint.Read(acting.Size().ToString());
        Assert.Null((await acting.AskAsync(new ProveGrowth(TreePoint.Read(late), here, null, null, false))).Problem);
        Assert.Contains(
            "entries were taken away",
            (await acting.AskAsync(new ProveGrowth(TreePoint.Read("1"), TreePoint.Read(late), log, null, false))).Problem);
        Assert.Contains(
            ", not of ", (await acting.AskAsync(new ProveGrowth(TreePoint.Read(foreign), here, null, null, false))).Problem);
        Assert.Throws<UsageException>(() => TreePoint.Read("yesterday"));
    }

    [Fact]
    public async Task Publishing_again_names_the_checkpoint_before_and_changes_nothing_where_nothing_happened()
    {
        using Acting acting = await Acting.BeginAsync();
        LogPublished first = await PublishAsync(acting);
        Assert.Null(first.Log.Before);
        LogPublished same = await PublishAsync(acting);
        Assert.Equal(first.Log.Note.Text, same.Log.Note.Text);
        await acting.AddAsync("bob", "provider");
        LogPublished grown = await PublishAsync(acting);
        Assert.Equal(first.Log.Note.Text, grown.Log.Before!.Text);
        Assert.Equal(acting.Size(), grown.Log.Checkpoint.Size.Value);
        Assert.Empty(grown.Failures);
    }

    [Fact]
    public async Task What_grows_is_published_anew_until_it_is_called_off()
    {
        using Acting acting = await Acting.BeginAsync();
        using var publishing = new ContinuousPublishing(acting.Home, TimeProvider.System, Assert.Fail);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await publishing.StartAsync(stop.Token);
        Task following = publishing.FollowAsync(stop.Token);
        await acting.AddAsync("bob", "provider");
        ulong size = acting.Size();
        while (!following.IsCompleted && Published() < size)
        {
            await Task.Delay(50, stop.Token);
        }
        Assert.False(following.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);

        ulong Published()
        {
            using var reader = new HomeReader(acting.Home);
            return LogTree.Open(reader, acting.Home.Log.Path).Size.Value;
        }
    }

    private static Task<LogPublished> PublishAsync(Acting acting) =>
        new PublishLog(null, []).ExecuteAsync(acting.Home, TestContext.Current.CancellationToken);

    private static ProveGrowth Grown(ulong from, ulong to, string? log) =>
        new(TreePoint.Read(from.ToString()), TreePoint.Read(to.ToString()), log, null, WithReceipt: true);

    private static Head Head(Acting acting)
    {
        using var reader = new HomeReader(acting.Home);
        return reader.Catalog.Ledger.Head;
    }
}
