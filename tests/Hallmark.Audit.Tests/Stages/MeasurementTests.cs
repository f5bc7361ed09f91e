using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Tests;
using Hallmark.Quality;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Measurements taken again: a validator's lie is well signed and accepted, so only the content shows it.</summary>
public sealed class MeasurementTests(AuditedLedger audited)
{
    [Fact]
    public async Task Measurements_that_the_content_does_not_give_are_named_with_batch_and_validator()
    {
        using LedgerCopy copy = await PendingAsync();
        string batch = copy.Batches()[0].Id;
        await JudgeAsync(copy, judge => judge.Batch == batch ? judge with { Checks = OneWorse(judge.Checks) } : judge);

        AuditReport report = await copy.AuditAsync();

        Finding finding = report.OnlyBad();
        Assert.Equal(
            ("judge.measurement", AuditVerdict.RulesBroken, batch, "lab"),
            (finding.Code, finding.Severity, finding.Batch, finding.Member));
        Assert.Contains("measured now", finding.Message);
        Assert.Equal((2, 2), (report.Coverage.Judged, report.Coverage.Remeasured));
    }

    [Fact]
    public async Task Measurements_of_a_withdrawn_batch_cannot_be_taken_again()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = copy.Batches()[0];
        await copy.EraseAsync(batch);

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Good, report.Verdict);
        Finding lost = report.Findings.First(finding => finding.Code == "judge.withdrawn");
        Assert.True(lost.IsLimit);
        Assert.Contains("data protection officer states the ground: GDPR article 17", lost.Message);
        Assert.Contains("garden had measured the same before erasing it, and nobody else", lost.Message);
    }

    [Fact]
    public async Task An_erasure_by_whoever_could_not_measure_is_a_limit_that_says_so()
    {
        using LedgerCopy copy = audited.Copy();
        await copy.EraseAsync(copy.Batches()[0], unmeasured: [.. copy.Batches().Select(batch => batch.JudgedEntry!.Value)]);

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Good, report.Verdict);
        Assert.All(
            report.Findings.Where(finding => finding.Code == "judge.withdrawn"),
            finding => Assert.Contains("nobody else had measured them", finding.Message));
    }

    [Fact]
    public async Task A_lie_that_only_the_pool_shows_is_said_by_the_erasure_that_takes_its_evidence()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        await acting.ActAsync(new JudgeFalsely("plants/garden/2"));
        BatchWithdrawn erased = await acting.ActAsync(new WithdrawBatch("plants/garden/1", "asked for it") { Ground = Plants.Ground });
        Assert.Equal(2, erased.Look!.Judgements);
        Assert.Equal("plants/garden/2", Assert.Single(erased.Look.Differ).Judge.Batch);
        Assert.NotEmpty(erased.Destroyed);

        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));
        AuditReport report = await copy.AuditAsync();

        Finding contested = report.Only("judge.contested");
        Assert.Equal(AuditVerdict.RulesBroken, report.Verdict);
        Assert.Equal(("plants/garden/2", "lab"), (contested.Batch, contested.Member));
        Assert.Contains("did not come out again when garden took them before erasing plants/garden/1", contested.Message);
        Assert.True(report.Only("judge.withdrawn").IsLimit);
    }

    [Theory]
    [InlineData(false, "judge.measurement")]
    [InlineData(true, "judge.contested")]
    public async Task Whoever_still_has_the_content_of_an_erased_batch_measures_from_it_and_nothing_hangs_on_garbage_in_its_place(
        bool garbage, string expected)
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        await acting.ActAsync(new JudgeFalsely("plants/garden/2"));
        using var before = new LedgerCopy(KeptHome.Of(acting.Home));
        await acting.ActAsync(new WithdrawBatch("plants/garden/1", "asked for it") { Ground = Plants.Ground });
        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));
        Digest content = copy.Manifest("plants/garden/1").Content.Digest;
        copy.Store.Objects[content] = garbage ? [1, 2, 3] : before.Store.Objects[content];

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.RulesBroken, report.Verdict);
        Assert.Equal(("plants/garden/2", "lab"), (report.Only(expected).Batch, report.Only(expected).Member));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_false_last_look_is_named_where_the_content_still_shows_it_and_nobody_who_came_later(bool judgedFalsely)
    {
        using LedgerCopy copy = await PendingAsync();
        string batch = copy.Batches()[1].Id;
        await JudgeAsync(copy, judge => judgedFalsely && judge.Batch == batch ? judge with { Checks = OneWorse(judge.Checks) } : judge);
        EntryIndex judged = copy.Batches()[1].JudgedEntry!.Value;
        await copy.EraseAsync(copy.Batches()[0], differs: judgedFalsely ? [] : [judged], kept: true);
        EntryIndex last = copy.Batches().Max(one => one.JudgedEntry!.Value);
        await copy.SayAsync("office", new DatasetRecheck("plants", new EntryIndex(0), last, []));

        AuditReport report = await copy.AuditAsync();

        Finding look = report.Only("erasure.false");
        Assert.Equal((batch, "garden", AuditVerdict.RulesBroken), (look.Batch, look.Member, look.Severity));
        Assert.DoesNotContain(report.Findings, finding => finding.Code == "recheck.false");
        Assert.Equal(judgedFalsely, report.Findings.Any(finding => finding.Code == "judge.measurement" && finding.Member == "lab"));
    }

    [Fact]
    public async Task A_lie_about_a_batchs_own_cells_stays_provable_after_others_of_its_pool_are_erased()
    {
        using LedgerCopy copy = await PendingAsync();
        await JudgeAsync(copy, judge => judge with { Checks = OneWorse(judge.Checks) });
        await EraseFirstAsync(copy);

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.RulesBroken, report.Verdict);
        Assert.Equal( // of the one that is gone the details say otherwise than was signed
            copy.Batches().Select(batch => batch.Id),
            report.Findings.Where(finding => finding.Code == "judge.measurement").Select(finding => finding.Batch).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Details_that_are_none_stay_provable_after_others_of_the_pool_are_erased(bool erased)
    {
        using LedgerCopy copy = await PendingAsync();
        ObjectReference none = await copy.Store.PutAsync("not cbor at all"u8.ToArray());
        string batch = copy.Batches()[1].Id;
        await JudgeAsync(copy, judge => judge.Batch == batch ? judge with { Details = none } : judge);

        Finding lie = await LieAsync(copy, erased);

        Assert.Equal((batch, "lab"), (lie.Batch, lie.Member));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Details_that_say_other_missing_cells_stay_provable_after_others_of_the_pool_are_erased(bool erased)
    {
        using LedgerCopy copy = await PendingAsync();
        string batch = copy.Batches()[1].Id;
        await JudgeAsync(copy, judge => judge.Batch == batch ? judge with { Details = WithOneMoreMissing(copy, judge.Details) } : judge);

        Finding lie = await LieAsync(copy, erased);

        Assert.Equal((batch, "lab"), (lie.Batch, lie.Member));
    }

    [Fact]
    public async Task Details_of_another_batch_stay_provable_after_others_of_the_pool_are_erased()
    {
        using LedgerCopy copy = await PendingAsync();
        string batch = copy.Batches()[1].Id;
        ObjectReference? other = null;
        await JudgeAsync(copy, judge => judge with { Details = other ??= judge.Details });

        Finding lie = await LieAsync(copy, erased: true);

        Assert.Equal((batch, "lab"), (lie.Batch, lie.Member));
        Assert.Contains("details are of another batch", lie.Message);
    }

    [Fact]
    public async Task A_look_that_names_what_is_no_judgement_is_named_and_counts_for_nothing()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = copy.Batches()[0];
        EntryIndex none = new(copy.Batches().Max(one => one.JudgedEntry!.Value).Value + 1);
        await copy.EraseAsync(batch, unmeasured: [none]);

        AuditReport report = await copy.AuditAsync();

        Finding look = report.Only("erasure.look");
        Assert.Equal((AuditVerdict.RulesBroken, batch.Id, "garden"), (look.Severity, look.Batch, look.Member));
        Assert.All(
            report.Findings.Where(finding => finding.Code == "judge.withdrawn"),
            finding => Assert.Contains("nobody else had measured them", finding.Message));
    }

    [Fact]
    public async Task A_judgement_that_another_validator_had_measured_is_a_limit_that_names_it_once_its_content_is_gone()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("office", "validator");
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        await acting.ActAsync(new JudgeBatches("plants") { As = "lab" });
        var withdraw = new WithdrawBatch("plants/garden/1", "asked for it");
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(withdraw));
        RecheckedDataset rechecked = await acting.ActAsync(new RecheckDataset("plants") { As = "office" });
        Assert.Equal((2, 0, true), (rechecked.Measured, rechecked.Differ.Count, rechecked.IsOnRecord));
        Assert.False((await acting.ActAsync(new RecheckDataset("plants") { As = "office" })).IsOnRecord); // nothing is left
        await acting.ActAsync(withdraw);

        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));
        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Good, report.Verdict);
        Finding lost = report.Only("judge.withdrawn"); // one cause, one finding
        Assert.True(lost.IsLimit);
        Assert.Contains("office had measured the same", lost.Message);
        Assert.Equal(["plants/garden/1", "plants/garden/2"], lost.Touches);
    }

    [Fact]
    public async Task A_second_validator_that_vouches_for_a_lie_is_named_beside_the_first()
    {
        using LedgerCopy copy = await PendingAsync();
        string batch = copy.Batches()[0].Id;
        await JudgeAsync(copy, judge => judge.Batch == batch ? judge with { Checks = OneWorse(judge.Checks) } : judge);
        EntryIndex last = copy.Batches().Max(one => one.JudgedEntry!.Value);
        await copy.SayAsync("office", new DatasetRecheck("plants", new EntryIndex(0), last, []));

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(("lab", batch), (report.Only("judge.measurement").Member, report.Only("judge.measurement").Batch));
        Assert.Equal(("office", batch), (report.Only("recheck.false").Member, report.Only("recheck.false").Batch));
    }

    [Fact]
    public async Task A_batch_that_is_not_what_its_provider_signed_keeps_no_other_from_being_measured()
    {
        using LedgerCopy copy = await PendingAsync();
        BatchManifest untrue = copy.Manifest(copy.Batches()[0].Id) with { Root = Digest.Of("other records"u8) };
        await copy.SayAsync("garden", new BatchRegister(untrue));
        await JudgeAsync(copy, judge => judge, batch => batch.Root != untrue.Root);

        AuditReport report = await copy.AuditAsync();

        Assert.Equal((2, 2), (report.Coverage.Judged, report.Coverage.Remeasured));
        Assert.All(
            report.Findings.Where(finding => finding.Severity > AuditVerdict.Good),
            finding => Assert.Equal(("data.registered", copy.Batches()[2].Id), (finding.Code, finding.Batch)));
    }

    /// <summary>What the audit says of the one lie, be it after the first batch was erased.</summary>
    private static async Task<Finding> LieAsync(LedgerCopy copy, bool erased)
    {
        if (erased)
        {
            await EraseFirstAsync(copy);
        }
        AuditReport report = await copy.AuditAsync();
        Assert.Equal(AuditVerdict.RulesBroken, report.Verdict);
        return report.Only("judge.measurement");
    }

    private static ObjectReference WithOneMoreMissing(LedgerCopy copy, ObjectReference details)
    {
        var honest = Measurements.Read(CborMap.Read(copy.Store.Objects[details.Digest], "details"));
        byte[] lie = (honest with { MissingCells = honest.MissingCells + 1 }).ToMap().ToBytes();
        var reference = ObjectReference.Of(lie);
        copy.Store.Objects[reference.Digest] = lie;
        return reference;
    }

    /// <summary>Two batches that nobody has judged.</summary>
    private static async Task<LedgerCopy> PendingAsync()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("office", "validator");
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        return new LedgerCopy(KeptHome.Of(acting.Home));
    }

    private static Task EraseFirstAsync(LedgerCopy copy)
    {
        BatchState first = copy.Batches()[0];
        return copy.EraseAsync(first);
    }

    /// <summary>Measures as lab should, and signs what the test makes of it.</summary>
    private static Task<int> JudgeAsync(
        LedgerCopy copy, Func<BatchJudge, BatchJudge> lie, Func<BatchState, bool>? which = null) =>
        copy.ActAsync("lab", (lab, catalog) => JudgeAsync(lab, catalog, copy.Store, lie, which));

    private static async Task<int> JudgeAsync(
        MemberSession lab, Catalog catalog, IContentStore store, Func<BatchJudge, BatchJudge> lie, Func<BatchState, bool>? which = null)
    {
        BatchState[] pending = [.. catalog.Batches("plants").Where(which ?? (_ => true))];
        TreeSize size = BatchJudging.PoolSize(catalog, "plants");
        BatchReading reading = await BatchReading.OpenAsync(
            lab, catalog, "plants", BatchJudging.ReadBy(catalog, "plants", size, pending), ReadFor.Judging, (_, _) => default);
        IReadOnlyList<BatchJudge> honest = await BatchJudging
            .MeasureAsync(catalog, store, reading, datasetKey: null, "plants", size, pending);
        return (await lab.SubmitAllAsync(honest.Select(lie))).Count;
    }

    private static IReadOnlyList<CheckResult> OneWorse(IReadOnlyList<CheckResult> checks) =>
        [checks[0] with { Good = checks[0].Good - 1 }, .. checks.Skip(1)];

    /// <summary>Judges what is pending as lab should, but for how far the labels of one batch are those that the pool foretells.</summary>
    private sealed record JudgeFalsely(string Batch) : MemberAction<int>
    {
        public override Task<int> ExecuteAsync(Workspace workspace, CancellationToken cancellation) => JudgeAsync(
            workspace.ActAs("lab", Roles.Validator), workspace.Catalog, workspace.Store,
            judge => judge.Batch == Batch ? Lie(workspace, judge) : judge);

        /// <summary>The details say the same, so that nothing but measuring against the whole pool shows it.</summary>
        private static BatchJudge Lie(Workspace workspace, BatchJudge judge)
        {
            var honest = Measurements.Read(CborMap.Read(workspace.Store.ReadAsync(judge.Details).Pull(), "details"));
            byte[] lie = (honest with { ConflictingLabels = honest.ConflictingLabels + 1 }).ToMap().ToBytes();
            return judge with
            {
                Checks = [.. judge.Checks.Select(OneWorseLabel)],
                Details = workspace.Store.PutAsync(lie).Pull(),
            };
        }

        private static CheckResult OneWorseLabel(CheckResult check) =>
            check.Check == "conflicts" ? check with { Good = check.Good - 1 } : check;
    }
}
