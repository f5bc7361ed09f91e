using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
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
    public async Task One_validator_judging_twice_at_once_judges_each_batch_once()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync();
        JudgedBatches[] judged = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(acting.JudgeAsync)));
        Assert.All(judged.SelectMany(one => one.Batches), batch => Assert.Single(batch.Validators));
    }

    [Fact]
    public async Task Rotations_at_once_each_give_a_key_and_the_last_one_is_kept()
    {
        using Acting acting = await Acting.BeginAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => acting.ActAsync(new RotateKey("alice")))));
        using KeySigner kept = new HomeKeys(acting.Home).Find("alice")!;
        using var reader = new HomeReader(acting.Home);
        Assert.Equal(reader.Catalog.Member("alice")!.Key.Thumbprint, kept.PublicKey.Thumbprint);
        Assert.Equal(3, Directory.GetFiles(acting.Home.KeysDirectory, "alice.old-*").Length);
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
}
