using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Evidence;
using Hallmark.Ledger.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>
/// Ledgers that are perfect from inside, against what an outsider remembers. Every point of attack: <see cref="HeadCheckTests"/>.
/// </summary>
public sealed class HeadTests(AuditedLedger audited)
{
    [Fact]
    public async Task The_head_that_was_kept_and_an_older_one_are_good()
    {
        using LedgerCopy copy = audited.Copy();
        Head kept = copy.Look().Ledger.Head;
        await copy.SayAsync("alice", new MemberRevoke("lab", "it left"));
        (await copy.AuditAsync(request => request with { Head = kept, ExpectedLedger = kept.Ledger })).IsGood();
    }

    [Fact]
    public async Task A_rollback_shows_only_against_the_head()
    {
        using LedgerCopy copy = audited.Copy();
        Head kept = copy.Look().Ledger.Head;
        RollBack(copy, blocks: 2);

        (await copy.AuditAsync()).IsGood();
        Finding finding = (await copy.AuditAsync(request => request with { Head = kept })).OnlyBad();

        Assert.Equal(
            ("head.rollback", AuditVerdict.Tampered, kept.Height.Value - 1), (finding.Code, finding.Severity, finding.Height));
        Assert.Contains("2 blocks", finding.Message);
    }

    [Fact]
    public async Task An_end_that_was_written_anew_shows_only_against_the_head()
    {
        using LedgerCopy copy = audited.Copy();
        Head kept = copy.Look().Ledger.Head;
        RunClose close = LedgerCopy.Honest(copy.Look()).Close;
        RollBack(copy, blocks: 1);
        await copy.SayAsync("school", close); // whoever runs the ledger holds every key

        (await copy.AuditAsync()).IsGood();
        Finding finding = (await copy.AuditAsync(request => request with { Head = kept })).OnlyBad();

        Assert.Equal(("head.reforged", AuditVerdict.Tampered, kept.Height.Value), (finding.Code, finding.Severity, finding.Height));
    }

    [Fact]
    public async Task Another_ledger_than_the_home_and_the_outsider_remember_is_named_for_each_of_them()
    {
        using LedgerCopy copy = audited.Copy();
        var other = Digest.Of("another ledger"u8);
        Head head = copy.Look().Ledger.Head with { Ledger = other };

        AuditReport report = await copy.AuditAsync(request => request with { Head = head, ExpectedLedger = other });

        Assert.Equal(AuditVerdict.Tampered, report.Verdict);
        Assert.Equal(
            2, report.Findings.Count(finding => finding.Code == "head.other-ledger" && finding.Message.Contains(other.ToString())));
    }

    private static void RollBack(LedgerCopy copy, int blocks)
    {
        var disk = new MemoryDisk(copy.File);
        LedgerBytes.RollBack(disk, LedgerBytes.Of(copy.File).Blocks[^(blocks + 1)]);
        copy.File = disk.Content();
    }
}
