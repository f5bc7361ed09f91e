using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>
/// Schedules chosen again: the ledger takes any choice that keeps to its terms, so only choosing again shows another one.
/// </summary>
public sealed class ScheduleTests(AuditedLedger audited)
{
    [Fact]
    public async Task Another_order_than_the_seed_gives_is_not_reproducible()
    {
        using LedgerCopy copy = audited.Copy();
        ulong entry = await CommitAsync(copy, commit => commit with { Batches = [.. commit.Batches.Skip(1), commit.Batches[0]] });

        Finding finding = (await copy.AuditAsync()).OnlyBad();

        Assert.Equal(
            ("schedule.not-reproducible", AuditVerdict.RulesBroken, entry, "school", "plants"),
            (finding.Code, finding.Severity, finding.Entry, finding.Member, finding.Dataset));
    }

    [Fact]
    public async Task Terms_that_name_other_candidates_than_were_accepted_are_named()
    {
        using LedgerCopy copy = audited.Copy();
        var other = Digest.Of("other candidates"u8);
        ulong entry = await CommitAsync(
            copy, commit => commit with { Direct = commit.Direct! with { Terms = commit.Direct.Terms with { Candidates = other } } });

        Finding finding = (await copy.AuditAsync()).OnlyBad();

        Assert.Equal(
            ("schedule.not-reproducible", AuditVerdict.RulesBroken, entry, "school"),
            (finding.Code, finding.Severity, finding.Entry, finding.Member));
        Assert.Contains($"the schedule says {other}", finding.Message);
    }

    [Fact]
    public async Task A_schedule_whose_candidate_was_withdrawn_cannot_be_chosen_again()
    {
        using LedgerCopy copy = audited.Copy();
        ScheduleState schedule = copy.Schedule();
        BatchState batch = copy.Look().Batch(schedule.Batches[0]);
        await copy.EraseAsync(batch);

        AuditReport report = await copy.AuditAsync();

        Finding finding = report.Only("schedule.withdrawn");
        Assert.Equal((AuditVerdict.Good, true, schedule.Entry.Value), (finding.Severity, finding.IsLimit, finding.Entry));
        Assert.Equal((1, 0), (report.Coverage.Schedules, report.Coverage.SchedulesRecomputed));
    }

    [Fact]
    public async Task A_request_that_came_to_nothing_is_a_note_that_names_who_kept_silent_and_one_that_waits_is_none()
    {
        using Acting acting = await Plants.AcceptedAsync();
        await acting.ActAsync(new CommitSeeds(2) { As = "lab" });
        RequestState silent = (await acting.ActAsync(new OpenRequest(Plants.Dataset, Plants.Wish) { As = "school", Within = 2 })).Request;
        await acting.ActAsync(new CommitSeeds(3) { As = "garden" });
        await acting.ActAsync(new VoidRequest(silent.Id) { As = "school" });
        await acting.ActAsync(new OpenRequest(Plants.Dataset, Plants.Wish) { As = "school" });
        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));

        AuditReport report = await copy.AuditAsync();

        report.IsGood();
        Finding note = report.Only("schedule.void");
        Assert.Equal((silent.Entry.Value, "lab", "plants"), (note.Entry, note.Member, note.Dataset));
        Assert.EndsWith("the secrets of lab were not revealed", note.Message);
    }

    /// <summary>Commits the honest schedule once more, changed; answers its entry.</summary>
    private static Task<ulong> CommitAsync(LedgerCopy copy, Func<ScheduleCommit, ScheduleCommit> lie) =>
        copy.ActAsync("school", async (school, catalog) =>
        {
            ScheduleState honest = catalog.Ledger.State.List(ScheduleKeys.All).Single();
            return (await school.SubmitAsync(lie(catalog.Commit(honest)))).Entry.Value;
        });
}
