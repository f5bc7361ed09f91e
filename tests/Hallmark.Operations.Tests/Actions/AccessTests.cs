using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>No record is served before its reading is on record, and every reading, had or denied, can be listed.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task A_reading_needs_a_grant_and_stands_on_record_with_it()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        var read = new ReadBatch(batches[0], "research") { As = "school" };
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(read));
        await acting.ActAsync(new GrantAccess("school", "plants", "research", null));
        BatchRecords records = await acting.ActAsync(read);
        Assert.Equal(20, records.Records.Count);
        GrantState grant = Assert.Single(await acting.AskAsync(new ListGrants()));
        Assert.Equal((grant.Entry, "school", 1), (records.Use.Grant, records.Use.Member, grant.Uses));
        IReadOnlyList<Reading> readings = await acting.AskAsync(new ListReadings());
        Assert.Equal([true, false], readings.Select(reading => reading.DeniedBy is not null));
        Assert.Equal([grant.Entry], readings[1].Grants);
        Assert.Equal(records.Use.Entry, readings[1].Entry);
    }

    [Fact]
    public async Task An_ended_grant_serves_nothing_more()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await acting.ActAsync(new GrantAccess("school", batches[0], "research", null));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new RevokeAccess("school", "plants", "research", "")));
        GrantState revoked = await acting.ActAsync(new RevokeAccess("school", batches[0], "research", "enough"));
        Assert.NotNull(revoked.Revoked);
        Assert.Equal(revoked, Assert.Single(await acting.AskAsync(new ListGrants())));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new ReadBatch(batches[0], "research") { As = "school" }));
    }

    [Fact]
    public async Task Readings_are_listed_by_batch_and_member()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await acting.JudgeAsync();
        await acting.ActAsync(new ReadBatch(batches[0], "research") { As = "garden" });
        Assert.Equal(3, (await acting.AskAsync(new ListReadings())).Count);
        Assert.Equal(["lab", "garden"], (await acting.AskAsync(new ListReadings { Batch = batches[0] })).Select(reading => reading.Member));
        Assert.Equal(batches, (await acting.AskAsync(new ListReadings { Member = "lab" })).Select(reading => reading.Batch));
        Assert.Empty(await acting.AskAsync(new ListReadings { Batch = batches[1], Member = "garden" }));
    }

    [Fact]
    public async Task A_denied_reading_that_says_of_nothing_hides_no_other()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await acting.ActAsync(new ReadBatch(batches[0], "research") { As = "garden" });
        await acting.ActAsync(new RevokeMember("garden", "", null));
        await SubmitGarbageAsync(acting, "garden", batches[0]);
        Assert.Equal("garden", Assert.Single(await acting.AskAsync(new ListReadings())).Member);
        Assert.Equal("garden", Assert.Single(await acting.AskAsync(new ListReadings { Batch = batches[0] })).Member);
    }

    [Fact]
    public async Task A_purpose_that_is_no_name_is_refused_before_anything_is_signed()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        ulong size = acting.Size();
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new ReadBatch(batches[0], "no/name") { As = "garden" }));
        await Assert.ThrowsAsync<KeyNotFoundException>(() =>
            acting.ActAsync(new ReadBatch("plants/garden/9", "research") { As = "garden" }));
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new RevokeAccess("school", "", "research", "")));
        Assert.Equal(size, acting.Size());
    }

    [Fact]
    public async Task A_sealed_batch_opens_for_its_reader_and_its_keys_are_wrapped_once()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync(tier: BatchTier.Sealed);
        await acting.ActAsync(new GrantAccess("school", batches[0], "research", null) { As = "garden" });
        Assert.Equal(20, (await acting.ActAsync(new ReadBatch(batches[0], "research") { As = "school" })).Records.Count);
        ReadersServed served = await acting.ActAsync(new ServeReaders { As = "garden" });
        Assert.Empty(served.Uses); // the custodian is here: it was served when it read
        Directory.Delete(served.Folder, recursive: true);
        Assert.Equal(["school"], (await acting.ActAsync(new ServeReaders { As = "garden" })).Uses.Select(use => use.Member));
        Assert.NotEmpty(Directory.GetFiles(served.Folder, "*", SearchOption.AllDirectories));
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new ServeReaders { As = "alice" }));
    }

    [Fact]
    public async Task Who_was_served_once_reads_again_while_the_custodian_is_away_and_nobody_else_does()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync(tier: BatchTier.Sealed);
        await acting.ActAsync(new GrantAccess("school", batches[0], "research", null) { As = "garden" });
        await acting.ActAsync(new GrantAccess("school", batches[0], "teaching", null) { As = "garden" });
        await acting.ActAsync(new GrantAccess("lab", batches[0], "research", null) { As = "garden" });
        var read = new ReadBatch(batches[0], "research") { As = "school" };
        EntryIndex first = (await acting.ActAsync(read)).Use.Entry;
        string key = Path.Combine(acting.Home.Keys.Path, "garden.agreement");
        File.Move(key, acting.Write("away", ""), overwrite: true);

        BatchRecords again = await acting.ActAsync(read);

        Assert.Equal(20, again.Records.Count);
        Assert.True(again.Use.Entry > first); // each reading is on record
        foreach (ReadBatch other in (ReadBatch[])[read with { Purpose = "teaching" }, read with { As = "lab" }])
        {
            SealedException closed = await Assert.ThrowsAsync<SealedException>(() => acting.ActAsync(other));
            Assert.Contains(batches[0], closed.Message);
        }
    }

    [Fact]
    public async Task A_datasets_key_opens_for_the_member_it_is_shared_with_and_no_other()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync(tier: BatchTier.Sealed);
        KeyWrap wrap = await acting.ActAsync(new ShareDatasetKey("plants", "lab"));
        await Assert.ThrowsAsync<MalformedException>(() => acting.ActAsync(new TakeDatasetKey("plants", wrap) { As = "lab2" }));
        Assert.Equal(new DatasetKeyTaken("plants", "lab"), await acting.ActAsync(new TakeDatasetKey("plants", wrap) { As = "lab" }));
        FailureException reader = await Assert.ThrowsAsync<FailureException>(() =>
            acting.ActAsync(new ShareDatasetKey("plants", "school")));
        Assert.Contains("school is no provider or validator", reader.Message);
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new TakeDatasetKey("plants", wrap) { As = "alice" }));
    }

    [Fact]
    public async Task A_validator_beside_the_owner_has_the_datasets_key_at_once_and_a_trainer_has_none()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync(tier: BatchTier.Sealed);
        await using Workspace workspace = await Workspace.OpenAsync(acting.Home, _ => { }, TimeProvider.System);
        foreach (string member in (string[])["lab", "lab", "garden"])
        {
            using DatasetKey? key = workspace.Custodians.FindDatasetKey(member, "plants");
            Assert.NotNull(key);
        }
        Assert.Null(workspace.Custodians.FindDatasetKey("school", "plants"));
    }

    [Fact]
    public async Task A_withdrawn_batch_is_destroyed_here_and_its_proof_stays()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new WithdrawBatch(batches[0], "") { As = "lab" }));
        Assert.Equal(20, (await acting.ActAsync(new ReadBatch(batches[0], "research") { As = "garden" })).Records.Count);
        BatchWithdrawn withdrawn = await acting.ActAsync(new WithdrawBatch(batches[0], "asked for it") { Ground = Plants.Ground });
        Assert.NotEmpty(withdrawn.Destroyed);
        Assert.All(withdrawn.Destroyed, name => Assert.Empty(
            Directory.GetFiles(acting.Home.Directory, Path.GetFileName(name), SearchOption.AllDirectories)));
        Assert.Equal(withdrawn.Entry, (await acting.AskAsync(new ListBatches("plants")))[0].Withdrawn);
        BatchWithdrawn again = await acting.ActAsync(new WithdrawBatch(batches[0], "again"));
        Assert.Empty(again.Destroyed);
        Assert.Equal(withdrawn.Entry, again.Entry);
    }

    [Fact]
    public async Task What_another_dataset_is_made_of_too_stays_when_a_batch_is_withdrawn()
    {
        using Acting acting = await Acting.BeginAsync();
        string batch = (await acting.PlantAsync(records: 20)).Single();
        var again = new RegisterFile(acting.Write("weeds.csv", Plants.Csv(20, seed: 1)), "weeds")
        {
            As = "garden",
            Label = "kind",
            BatchSize = 20,
        };
        string other = (await acting.ActAsync(again)).Registered.Single();
        BatchWithdrawn withdrawn = await acting.ActAsync(new WithdrawBatch(batch, "asked for it") { Ground = Plants.Ground });
        Assert.NotEmpty(withdrawn.Kept);
        Assert.All(withdrawn.Kept, reason => Assert.EndsWith($"{other} needs the same bytes", reason));
        Assert.Equal(20, (await acting.ActAsync(new ReadBatch(other, "research") { As = "garden" })).Records.Count);
    }

    /// <summary>A revoked member's word is denied before anybody reads what it says.</summary>
    private static async Task SubmitGarbageAsync(Acting acting, string member, string batch)
    {
        await using HomeDoor door = await HomeDoor.OpenAsync(
            acting.Home, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken);
        using KeySigner key = new HomeKeys(acting.Home).Find(member)!;
        Statement garbage = Statement.Sign(
            key, AccessUse.Kind, member, batch, door.View.Id, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), new byte[] { 0xA0 });
        Assert.IsType<Submission.Denied>(await door.SubmitAsync(garbage, TestContext.Current.CancellationToken));
    }
}
