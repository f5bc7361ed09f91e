using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Tests;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Datasets whose schema was changed: all that was done under each is done again under it.</summary>
public sealed class EvolvedTests : IAsyncLifetime
{
    private KeptHome _home = null!;

    public async ValueTask InitializeAsync()
    {
        using Acting acting = await Gardens.EvolvedAsync();
        _home = KeptHome.Of(acting.Home);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_was_judged_chosen_and_trained_under_each_schema_comes_out_again()
    {
        using var copy = new LedgerCopy(_home);
        AuditReport report = await copy.ReplayAsync();
        report.IsGood();
        Coverage coverage = report.Coverage;
        Assert.Equal((9, 9, 180L), (coverage.Batches, coverage.BatchesHashed, coverage.Records));
        Assert.Equal((9, 9, 3, 3), (coverage.Judged, coverage.Remeasured, coverage.Schedules, coverage.SchedulesRecomputed));
        Assert.Equal((3, 3), (coverage.Runs, coverage.RunsReplayed));
        Catalog catalog = copy.Look();
        Assert.All(catalog.Batches("plants"), batch => Assert.Equal(Verdict.Accepted, batch.Verdict));
        Assert.Equal(
            [1, 1, 1, 2, 2, 2, 3, 3, 3],
            catalog.Batches("plants").Select(batch => catalog.Dataset("plants").VersionAt(batch.Entry.Size)));
        // with the petals comes an indicator: the records of before have none
        Assert.Equal([2, 4, 4], catalog.Ledger.State.List(RunKeys.All).OrderBy(run => run.Entry)
            .Select(run => Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement).Inputs!.Value));
    }

    [Fact]
    public async Task An_altered_cell_of_a_batch_of_an_earlier_schema_is_named_as_ever()
    {
        using var copy = new LedgerCopy(_home);
        copy.Flip(copy.Manifest("plants/garden/1").Content, at: 52 + 4);
        Finding finding = (await copy.AuditAsync()).First("data.record");
        Assert.Equal(("plants/garden/1", 0L, "height"), (finding.Batch, finding.Record, finding.Field));
        Assert.NotEmpty(finding.Checkpoints);
    }

    [Fact]
    public async Task An_earlier_schema_that_is_altered_or_gone_is_named_and_hinders_nothing_else()
    {
        using var copy = new LedgerCopy(_home);
        DatasetState dataset = copy.Look().Dataset("plants");
        copy.Flip(dataset.Earlier[0].Schema, at: 5);
        Finding altered = (await copy.ReplayAsync()).OnlyBad();
        Assert.Equal(("schema.altered", AuditVerdict.Tampered, "plants"), (altered.Code, altered.Severity, altered.Dataset));
        Assert.StartsWith("schema 1 of plants was altered", altered.Message);
        copy.Store.Objects.Remove(dataset.Earlier[0].Schema.Digest, out _);
        AuditReport gone = await copy.AuditAsync();
        Assert.Equal(AuditVerdict.Good, gone.Verdict);
        Assert.StartsWith("schema 1 of plants is not in the store", gone.Only("schema.not-stored").Message);
    }

    [Fact]
    public async Task A_change_that_the_rules_forbid_is_denied_and_one_forged_by_the_operator_shows()
    {
        using var copy = new LedgerCopy(_home);
        Schema before = await copy.Look().SchemaAsync("plants", TestContext.Current.CancellationToken);
        var narrower = new DatasetEvolve(
            "plants", SchemaFormat.Write(before), new SchemaChange { Wider = [("petals", ColumnType.Boolean)] });
        using (var honest = new LedgerCopy(_home))
        {
            var denied = await Assert.ThrowsAsync<StatementDeniedException>(() => honest.SayAsync("garden", narrower));
            Assert.Equal("dataset.evolve.change", denied.Rule);
            (await honest.AuditAsync()).IsGood();
        }

        await ForgeAsync(copy, narrower);

        AuditReport report = await copy.AuditAsync();
        Assert.Equal(AuditVerdict.Tampered, report.Verdict);
        Finding forged = report.First("chain.entry");
        Assert.Equal((ulong)LedgerBytes.Of(copy.File).Entries.Last().Index, forged.Entry);
        Assert.Contains("forbidden by rule dataset.evolve.change", forged.Message);
        Assert.Equal(forged.Height, report.First("chain.state").Height);
    }

    /// <summary>An operator whose program takes the change.</summary>
    private static async Task ForgeAsync(LedgerCopy copy, DatasetEvolve evolve)
    {
        using KeySigner authority = copy.Key(Denial.Issuer);
        using KeySigner garden = copy.Key("garden");
        var disk = new MemoryDisk(copy.File);
        await using (var door = new LocalDoor(
            Ledger.Ledger.Open(disk, new SoloProducer(authority), new Lenient(), TimeProvider.System)))
        {
            await new MemberSession(door, "garden", garden, TimeProvider.System).SubmitAsync(evolve);
        }
        copy.File = disk.Content();
    }

    private sealed class Lenient : IContracts
    {
        private readonly ContractSet _honest = new();

        public RuleRange Rules => _honest.Rules;

        public int? MovesTo(Statement statement) => _honest.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block)
        {
            Decision decision = _honest.Execute(state, statement, block);
            if (statement.Kind != DatasetEvolve.Kind || decision is not Decision.Denied)
            {
                return decision;
            }
            DatasetState dataset = state.Find(DatasetKeys.Dataset(statement.Subject))!;
            DatasetState forged = dataset with
            {
                Schema = new ObjectReference(Digest.Of("narrower"u8), 8),
                Earlier = [.. dataset.Earlier, new EarlierSchema(dataset.Schema, block.Entry)],
            };
            return new Decision.Accepted(
                [new StateWrite(DatasetKeys.Dataset(dataset.Name).Path, forged.ToMap().ToBytes())],
                [new LedgerEvent("dataset.evolved", [("dataset", dataset.Name)])], []);
        }

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) => _honest.FindKey(state, keyId);
    }
}
