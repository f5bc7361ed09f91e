using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;
using Hallmark.Operations.Judging;
using Hallmark.Training;

namespace Hallmark.Cli.Tests;

/// <summary>
/// Members who sign what is not so. Every signature is right and the ledger accepts it, so that only doing the work again shows
/// it. The command line offers no lies: they are handed in with the members' keys.
/// </summary>
public sealed class LieTests(ClinicsRun clinics)
{
    private const string Trainer = "hospital-ai";
    private const string Validator = "quality-lab";

    [Fact]
    public async Task A_checkpoint_and_a_loss_that_training_does_not_give_show_in_a_replay_which_goes_no_further()
    {
        using HomeCopy home = clinics.Copy();
        string run = await Submit(home, Trainer, async (member, catalog) =>
        {
            RunState honest = catalog.Ledger.State.List(RunKeys.All).Single();
            RunStep[] steps = [.. RecordedSteps.Of(catalog, honest.Id).Select(pair => pair.Step)];
            RunClose close = Payload.Read<RunClose>(catalog.Ledger.ReadEntry(honest.Closed!.Value).Statement);
            RunOpen open = Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(honest.Entry).Statement);
            string id = (await member.ObtainAsync(open)).Run;
            RunFiles from = RunFiles.For(new RegularFiles(home.File("runs")), honest.Id);
            RunFiles to = RunFiles.For(new RegularFiles(home.File("runs")), id);
            foreach (RunStep step in steps)
            {
                byte[] checkpoint = File.ReadAllBytes(from.PathOf(RunFiles.Checkpoint(step.Step)));
                checkpoint[^1] ^= step.Step == 2 ? (byte)1 : (byte)0;
                ObjectReference written = to.Write(RunFiles.Checkpoint(step.Step), checkpoint);
                await member.SubmitAsync(step with { Run = id, Checkpoint = written, LossPpm = step.LossPpm - (step.Step == 1 ? 1 : 0) });
            }
            await member.SubmitAsync(
                new RunClose(id, to.Write(RunFiles.Model, File.ReadAllBytes(from.PathOf(RunFiles.Model))), close.TestAccuracyPpm + 1));
            return id;
        });

        IReadOnlyList<JsonNode> findings = home.Audit(4, "rules-broken", "--replay", "--run", run);

        Assert.Equal(
            ["replay.checkpoint", "replay.loss"],
            findings.Select(finding => finding.Code()).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Equal((run, Trainer), ((string?)finding["run"], (string?)finding["member"])));
        Assert.Equal($"{run}/2", (string?)Assert.Single(findings.Only("replay.checkpoint")["checkpoints"]!.AsArray()));
        Assert.Contains("step 1", (string?)findings.Only("replay.loss")["message"], StringComparison.Ordinal);
        Assert.Empty(home.Audit(0, "good")); // Without a replay nothing of it shows.
    }

    [Fact]
    public async Task A_measurement_that_the_content_does_not_give_is_named_and_can_be_challenged()
    {
        using HomeCopy home = clinics.Copy();
        Cli.Run(
            home.Path, "register", Path.Combine(Cli.Clinics, "data", "holdout.csv"), "--dataset", "wdbc", "--as", "clinic-a",
            "--batch-size", "1000").Expect(0);
        string batch = await Submit(home, Validator, async (member, catalog) =>
        {
            BatchState[] pending = [.. catalog.Batches("wdbc").Where(item => item.Verdict == Verdict.Pending)];
            TreeSize size = BatchJudging.PoolSize(catalog, "wdbc");
            var reading = await BatchReading.OpenAsync(
                member, catalog, "wdbc", BatchJudging.ReadBy(catalog, "wdbc", size, pending), ReadFor.Judging, (_, _) => default);
            BatchJudge honest = Assert.Single(
                await BatchJudging.MeasureAsync(catalog, (DirectoryContentStore)catalog.Store, reading, null, "wdbc", size, pending));
            await member.SubmitAsync(honest with
            {
                Checks = [.. honest.Checks.Select((check, i) => i == 0 ? check with { Good = check.Good - 1 } : check)],
            });
            return honest.Batch;
        });

        JsonNode finding = Assert.Single(home.Audit(4, "rules-broken"));

        Assert.Equal(("judge.measurement", batch, Validator), (finding.Code(), (string?)finding["batch"], (string?)finding["member"]));
        Assert.Contains("measured now", (string?)finding["message"], StringComparison.Ordinal);

        string[] others = ["lab-2", "lab-3", "lab-4"];
        foreach (string other in others)
        {
            Cli.Run(home.Path, "member", "add", other, "--role", "validator").Expect(0);
        }
        Assert.Contains(
            "not what quality-lab signed", Cli.Run(home.Path, "recheck", batch, "--as", "lab-2").Expect(4).Out, StringComparison.Ordinal);
        Cli.Run(home.Path, "credits", "mint", "5", "clinic-a").Expect(0);
        Cli.Run(home.Path, "challenge", "open", batch, "--deposit", "5", "--as", "clinic-a").Expect(0);
        Cli.Run(home.Path, "challenge", "vote", "1", "--as", "lab-2").Expect(0);
        Cli.Run(home.Path, "challenge", "vote", "1", "--as", "lab-3").Expect(0);
        Assert.Equal(Verdict.Pending, home.Look(catalog => catalog.Batch(batch).Verdict));
        Cli.Run(home.Path, "judge", "wdbc", "--as", "lab-4").Expect(0);
        Assert.Equal("lab-4", home.Look(catalog => catalog.Batch(batch).Validators[^1]));
        home.Audit(4, "rules-broken"); // the lie stays on record, and stays named
    }

    private static async Task<T> Submit<T>(HomeCopy home, string member, Func<MemberSession, Catalog, Task<T>> lie)
    {
        using KeySigner authority = Key(home, Denial.Issuer);
        using KeySigner key = Key(home, member);
        using FileStorage storage = FileStorage.Open(home.Ledger);
        using var store = new DirectoryContentStore(home.File("objects"));
        await using Ledger.Ledger ledger = Ledger.Ledger.Open(storage, new SoloProducer(authority), new ContractSet(), TimeProvider.System);
        return await lie(new MemberSession(new LocalDoor(ledger), member, key, TimeProvider.System), new Catalog(ledger.View, store));
    }

    private static KeySigner Key(HomeCopy home, string member) => KeySigner.FromPem(File.ReadAllText(home.File("keys", member + ".pem")));
}
