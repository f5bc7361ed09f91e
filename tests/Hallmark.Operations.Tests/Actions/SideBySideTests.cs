using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>
/// The same action at the same time in several workspaces of one home, as processes would: it comes out as one after the other.
/// </summary>
public sealed class SideBySideTests
{
    [Fact]
    public async Task Two_trainings_on_one_schedule_are_two_whole_runs()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ScheduleState schedule = await acting.ScheduleAsync();
        TrainedModel[] trained = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { Schedule = schedule.Id }))));
        Assert.All(trained, one => Assert.Equal(("closed", 0), (one.Run.Standing, one.Denials.Count)));
        Assert.Equal(2, (await acting.AskAsync(new ListRuns())).Count);
    }

    [Fact]
    public async Task Several_files_of_a_dataset_that_is_not_there_yet_are_all_registered()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Contracts.Members.Roles.Provider);
        string[] files = [.. Enumerable.Range(1, 4).Select(i => acting.Write($"{i}.csv", Plants.Csv(40, i)))];
        RegisteredBatches[] registered = await Task.WhenAll(files.Select(file => Task.Run(
            () => acting.ActAsync(new RegisterFile(file, "plants") { Label = "kind", BatchSize = 20 }))));
        Assert.All(registered, one => Assert.Equal(2, one.Registered.Count));
        Assert.Equal(8, (await acting.AskAsync(new ListBatches("plants"))).Count);
    }

    [Fact]
    public async Task The_same_file_registered_twice_at_once_ends_as_one_after_the_other_and_nothing_is_denied()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Contracts.Members.Roles.Provider);
        string file = acting.Write("plants.csv", Plants.Csv(400, 1));
        ulong before = acting.Size();
        RegisteredBatches[] registered = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            () => acting.ActAsync(new RegisterFile(file, "plants") { Label = "kind", BatchSize = 10 }))));
        Assert.Equal([0, 0, 40], registered.Select(one => one.Registered.Count).Order());
        Assert.Equal([0, 40, 40], registered.Select(one => one.Known).Order());
        Assert.Equal(before + 1 + 40, acting.Size()); // the dataset, its batches, no denial
    }

    [Fact]
    public async Task A_key_rotated_while_a_file_is_registered_is_taken_up_and_the_batches_stand_in_the_files_order()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Contracts.Members.Roles.Provider);
        string file = acting.Write("plants.csv", Plants.Csv(400, 1));
        bool rotated = false;
        RegisteredBatches registered = await acting.ActAsync(new RegisterFile(file, "plants")
        {
            Label = "kind",
            BatchSize = 10,
            Progress = new Heard(_ =>
            {
                if (!rotated)
                {
                    rotated = true;
                    acting.ActAsync(new RotateKey("garden")).GetAwaiter().GetResult();
                }
            }),
        });
        Assert.True(rotated);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"plants/garden/{i}"), registered.Registered);
    }

    [Fact]
    public async Task Only_what_was_denied_for_an_old_key_is_handed_in_again_and_in_order()
    {
        using Acting acting = await Acting.BeginAsync();
        var keys = new HomeKeys(acting.Home);
        using KeySigner old = keys.Find("alice")!;
        await using HomeDoor door = await HomeDoor.OpenAsync(acting.Home, TimeProvider.System, _ => { }, CancellationToken.None);
        var rotating = new RotatingDoor(door, at: 20, () => acting.ActAsync(new RotateKey("alice")));
        var session = new MemberSession(rotating, "alice", old, TimeProvider.System, () => keys.Find("alice"));
        IReadOnlyList<Submission.Accepted> accepted = await session.SubmitAllAsync(Enumerable.Range(0, 50).Select(i =>
            new SeedCommit(ScheduleSeed.CommitmentOf(door.View.Id, "alice", Digest.Of([(byte)i])))));
        Assert.Equal(50 + 30, rotating.HandedIn);
        Assert.Equal(accepted.Select(one => one.Entry).Order(), accepted.Select(one => one.Entry));
        Assert.Equal(50, accepted.Select(one => one.Entry).Distinct().Count());
    }

    [Fact]
    public async Task A_rotation_that_was_cut_off_is_finished_by_the_next_command_and_by_the_next_rotation()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Contracts.Members.Roles.Provider);
        var keys = new HomeKeys(acting.Home);
        for (int i = 1; i <= 2; i++)
        {
            string path = keys.PathOf("alice");
            string old = File.ReadAllText(path);
            await acting.ActAsync(new RotateKey("alice"));
            File.Move(path, Path.ChangeExtension(path, ".next")); // as it was before the new key took its place
            File.Delete(Path.ChangeExtension(path, $".old-{i}"));
            File.WriteAllText(path, old);
            if (i == 1)
            {
                await acting.AddAsync("lab", Contracts.Members.Roles.Validator);
            }
            else
            {
                await acting.ActAsync(new RotateKey("alice"));
            }
            using KeySigner? kept = keys.Find("alice");
            using var reader = new HomeReader(acting.Home);
            Assert.Equal(reader.Catalog.Member("alice")!.Key, kept!.PublicKey);
            Assert.Null(keys.FindNext("alice"));
        }
    }

    [Fact]
    public async Task One_validator_judging_twice_at_once_judges_each_batch_once()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync();
        JudgedBatches[] judged = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(acting.JudgeAsync)));
        Assert.All(judged.SelectMany(one => one.Batches), batch => Assert.Single(batch.Validators));
        Assert.Single(judged, one => one.Batches.Count == 0); // the later one finds nothing left
        using var reader = new HomeReader(acting.Home);
        Assert.DoesNotContain(reader.Catalog.Ledger.Entries(), entry => entry.Outcome.Denied);
    }

    [Fact]
    public async Task Rotations_at_once_each_give_a_key_and_the_last_one_is_kept()
    {
        using Acting acting = await Acting.BeginAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => acting.ActAsync(new RotateKey("alice")))));
        using KeySigner kept = new HomeKeys(acting.Home).Find("alice")!;
        using var reader = new HomeReader(acting.Home);
        Assert.Equal(reader.Catalog.Member("alice")!.Key.Thumbprint, kept.PublicKey.Thumbprint);
        Assert.Equal(3, Directory.GetFiles(acting.Home.Keys.Path, "alice.old-*").Length);
        await acting.AddAsync("garden", Contracts.Members.Roles.Provider);
    }

    [Fact]
    public async Task A_kept_head_is_not_put_back_by_a_slower_command()
    {
        using Acting acting = await Acting.BeginAsync();
        Head early = Head();
        await acting.AddAsync("garden", Contracts.Members.Roles.Provider);
        Head late = Head();
        string file = acting.Write("kept.head", "");
        File.Delete(file);
        HeadFile.Advance(acting.Home, file, late);
        HeadFile.Advance(acting.Home, file, early);
        Assert.Equal(late, HeadFile.Read(file));

        Head Head()
        {
            using var reader = new HomeReader(acting.Home);
            return reader.Catalog.Ledger.Head;
        }
    }

    /// <summary>A member's key is rotated before the statement at a place is let through, and those behind it wait for that.</summary>
    private sealed class RotatingDoor(IStatementDoor inner, int at, Func<Task> rotate) : IStatementDoor
    {
        private readonly Lazy<Task> _rotation = new(rotate);

        public int HandedIn { get; private set; }

        public LedgerView View => inner.View;

        public void CatchUp() => inner.CatchUp();

        public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
        {
            if (HandedIn++ >= at)
            {
                await _rotation.Value;
            }
            return await inner.SubmitAsync(statement, cancellation);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
