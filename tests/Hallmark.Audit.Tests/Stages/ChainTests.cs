using System.Text;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;
using Hallmark.Ledger.Tests;
using Hallmark.Ledger.Tests.Snapshots;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Bits of the ledger's file are flipped, cut off or written by a program of tomorrow; see docs/tamper-matrix.md.</summary>
public sealed class ChainTests(AuditedLedger audited)
{
    [Fact]
    public async Task An_untouched_ledger_is_good_and_all_of_it_was_looked_at()
    {
        using LedgerCopy copy = audited.Copy();
        AuditReport report = await copy.ReplayAsync();
        report.IsGood();
        Coverage coverage = report.Coverage;
        LedgerBytes bytes = LedgerBytes.Of(copy.File);
        Assert.Equal(((ulong)bytes.Blocks.Count, (ulong)bytes.Entries.Count()), (coverage.Blocks, coverage.Entries));
        Assert.Equal(coverage.Entries, coverage.Signatures);
        Assert.Equal((4, 4, 80L), (coverage.Batches, coverage.BatchesHashed, coverage.Records));
        Assert.Equal((4, 4, 1, 1), (coverage.Judged, coverage.Remeasured, coverage.Schedules, coverage.SchedulesRecomputed));
        Assert.Equal((1, 1, 4, 4), (coverage.Runs, coverage.RunsReplayed, coverage.Checkpoints, coverage.CheckpointsHashed));
        Assert.Equal(Head.Of(copy.Look().Ledger.Last), report.Head);
    }

    [Theory]
    [InlineData("treeRoot", "chain.entry")]
    [InlineData("outcomesRoot", "chain.outcome")]
    [InlineData("stateRoot", "chain.state")]
    [InlineData("previous", "chain.header")]
    [InlineData("time", "chain.seal")]
    public async Task A_flipped_bit_of_a_header_is_named_by_what_it_commits_to_and_by_the_seal(string field, string code)
    {
        using LedgerCopy copy = audited.Copy();
        LedgerBytes bytes = LedgerBytes.Of(copy.File);
        // Behind the field's name stand at least two bytes of value, whatever its type.
        copy.File[bytes.Find(bytes.Blocks[5].Header, Encoding.ASCII.GetBytes(field)) + field.Length + 4] ^= 1;

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Tampered, report.Verdict);
        Assert.Equal((5UL, AuditVerdict.Tampered), (report.First(code).Height, report.First(code).Severity));
        Assert.Equal(5UL, report.First("chain.seal").Height);
    }

    [Fact]
    public async Task A_flipped_bit_of_an_entry_breaks_its_signature_and_its_block()
    {
        using LedgerCopy copy = audited.Copy();
        LedgerBytes bytes = LedgerBytes.Of(copy.File);
        EntryPart step = bytes.Entries.Where(entry => entry.Statement.Kind == RunStep.Kind).ElementAt(1);
        // "loss", then a CBOR integer: its head byte and its value.
        long at = bytes.Find(step.Part, "\u0064loss"u8) + 5;
        copy.File[at + (bytes.At(at) == 0x1a ? 4 : 2)] ^= 1;

        AuditReport report = await copy.AuditAsync();

        Finding signature = report.Only("entry.signature");
        Assert.Equal(
            (AuditVerdict.Tampered, (ulong)step.Index, (ulong)step.Height, "school"),
            (signature.Severity, signature.Entry, signature.Height, signature.Member));
        Assert.Contains("run.step", signature.Message);
        Assert.Equal((ulong)step.Height, report.First("chain.entry").Height);
    }

    [Fact]
    public async Task A_flipped_bit_of_an_outcome_is_named_with_its_entry()
    {
        using LedgerCopy copy = audited.Copy();
        LedgerBytes bytes = LedgerBytes.Of(copy.File);
        EntryPart judged = bytes.Entries.First(entry => entry.Statement.Kind == BatchJudge.Kind);
        // As if another verdict had been given: one letter is enough.
        copy.File[bytes.Find(bytes.OutcomeOf(judged), "accepted"u8)] ^= 1;

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Tampered, report.Verdict);
        Assert.Contains(
            report.Findings,
            finding => (finding.Code, finding.Entry, finding.Height) == ("chain.outcome", (ulong)judged.Index, (ulong)judged.Height));
    }

    [Fact]
    public async Task A_flipped_bit_of_a_seal_is_the_only_finding()
    {
        using LedgerCopy copy = audited.Copy();
        Part seal = LedgerBytes.Of(copy.File).Blocks[7].Seal;
        copy.File[seal.Offset + seal.Length - 1] ^= 1;

        Finding finding = (await copy.AuditAsync()).OnlyBad();

        Assert.Equal(("chain.seal", AuditVerdict.Tampered, 7UL), (finding.Code, finding.Severity, finding.Height));
    }

    [Theory]
    [InlineData(0)] // magic
    [InlineData(11)] // format
    [InlineData(20)] // ledger id
    [InlineData(2000)] // must be zero
    [InlineData(520)] // one of the two commit marks
    [InlineData(520, 1032)] // both
    public async Task A_first_page_that_is_not_as_written_breaks_the_file(params int[] positions)
    {
        using LedgerCopy copy = audited.Copy();
        Array.ForEach(positions, position => copy.File[position] ^= 1);

        Finding finding = (await copy.AuditAsync()).First("chain.broken");

        Assert.Equal(AuditVerdict.Tampered, finding.Severity);
    }

    [Fact]
    public async Task A_length_that_is_not_the_blocks_ends_the_reading_there()
    {
        using LedgerCopy copy = audited.Copy();
        copy.File[LedgerBytes.Of(copy.File).Blocks[6].Start + 3] ^= 1;
        Assert.Equal(6UL, (await copy.AuditAsync()).First("chain.broken").Height);
    }

    [Fact]
    public async Task A_tail_that_was_committed_and_is_cut_off_is_named_by_its_block()
    {
        using LedgerCopy copy = audited.Copy();
        BlockBytes last = LedgerBytes.Of(copy.File).Blocks[^1];
        copy.File = copy.File[..(last.Start + 10)];

        AuditReport report = await copy.AuditAsync();

        Assert.Equal((AuditVerdict.Tampered, (ulong)last.Height), (report.Verdict, report.First("chain.broken").Height));
        Assert.Equal((ulong)last.Height - 1, report.Head!.Height.Value);
    }

    [Fact]
    public async Task A_snapshot_that_is_damaged_is_incomplete_and_one_that_says_more_than_the_ledger_is_tampering()
    {
        using LedgerCopy copy = audited.Copy();
        var snapshots = new MemorySnapshots();
        using (KeySigner authority = copy.Key(Denial.Issuer))
        {
            await using var ledger = Ledger.Ledger.Open(
                new MemoryDisk(copy.File), new SoloProducer(authority), new ContractSet(), TimeProvider.System, snapshots, 1);
        }
        Task<AuditReport> AuditAsync() => copy.AuditAsync(request => request with { Snapshots = snapshots });
        (await AuditAsync()).IsGood();

        byte[] good = snapshots.Content!;
        snapshots.Content = [.. good[..100], (byte)(good[100] ^ 1), .. good[101..]];
        Finding damaged = (await AuditAsync()).OnlyBad();
        Assert.Equal(("snapshot.damaged", AuditVerdict.Incomplete), (damaged.Code, damaged.Severity));
        Assert.Contains("nothing rests on it, the next command that writes makes it again", damaged.Message);

        snapshots.Content = good;
        var disk = new MemoryDisk(copy.File);
        LedgerBytes.RollBack(disk, LedgerBytes.Of(copy.File).Blocks[^4]);
        copy.File = disk.Content();
        Finding contradicts = (await AuditAsync()).Only("snapshot.contradicts");
        Assert.Equal(AuditVerdict.Tampered, contradicts.Severity);
        Assert.Contains("does not reach", contradicts.Message);
    }

    [Fact]
    public async Task A_tail_that_was_never_committed_is_incomplete()
    {
        using LedgerCopy copy = audited.Copy();
        copy.File = [.. copy.File, 0, 0, 0, 0, 1, 2, 3];

        Finding finding = (await copy.AuditAsync()).OnlyBad();

        Assert.Equal(("chain.tail", AuditVerdict.Incomplete), (finding.Code, finding.Severity));
        Assert.Contains("7 bytes", finding.Message);
    }

    [Fact]
    public async Task Two_batches_swapped_in_the_schedules_entry_break_its_signature_and_its_choice()
    {
        using LedgerCopy copy = audited.Copy();
        LedgerBytes bytes = LedgerBytes.Of(copy.File);
        EntryPart schedule = bytes.Only(ScheduleCommit.Kind, "plants");
        byte[][] named = [.. copy.Schedule().Batches.Select(Encoding.ASCII.GetBytes)];
        (byte[] first, byte[] second) = (named[0], named[1]);
        (long one, long other) = (bytes.Find(schedule.Part, first), bytes.Find(schedule.Part, second));
        second.CopyTo(copy.File, one);
        first.CopyTo(copy.File, other);

        AuditReport report = await copy.AuditAsync();

        Finding signature = report.First("entry.signature");
        Assert.Equal(((ulong)schedule.Index, "school"), (signature.Entry, signature.Member));
        Assert.Contains("schedule.commit", signature.Message);
        Assert.Equal((ulong)schedule.Index, report.First("schedule.not-reproducible").Entry);
    }

    [Fact]
    public async Task A_key_replaced_in_the_members_entry_breaks_all_that_the_member_signed()
    {
        using LedgerCopy copy = audited.Copy();
        LedgerBytes bytes = LedgerBytes.Of(copy.File);
        EntryPart added = bytes.Only(MemberAdd.Kind, "garden");
        using var other = KeySigner.Create();
        other.PublicKey.Encoded.CopyTo(copy.File, bytes.Find(added.Part, Payload.Read<MemberAdd>(added.Statement).Key.Encoded));

        AuditReport report = await copy.AuditAsync();

        Assert.Contains(report.Findings, item => (item.Code, item.Entry) == ("entry.signature", (ulong)added.Index));
        Assert.Contains(report.Findings, item => (item.Code, item.Member) == ("entry.signature", "garden"));
        Assert.Equal("garden", report.Only("key.replaced").Member);
    }

    [Fact]
    public async Task Rules_newer_than_the_program_are_incomplete_where_the_seal_is_good()
    {
        using LedgerCopy copy = audited.Copy();
        ulong height = SealUnderRules(copy, RuleVersions.Newest + 1);

        Finding finding = (await copy.AuditAsync()).First("chain.rules-newer");

        Assert.Equal((AuditVerdict.Incomplete, height), (finding.Severity, finding.Height));
    }

    [Fact]
    public async Task Newer_rules_under_a_bad_seal_are_tampering()
    {
        using LedgerCopy copy = audited.Copy();
        ulong height = SealUnderRules(copy, RuleVersions.Newest + 1);
        Part seal = LedgerBytes.Of(copy.File).Blocks[^1].Seal;
        copy.File[seal.Offset + seal.Length - 1] ^= 1;

        AuditReport report = await copy.AuditAsync();

        Assert.Equal((AuditVerdict.Tampered, height), (report.Verdict, report.First("chain.seal").Height));
    }

    /// <summary>Writes the last block as its own authority would under other rules; answers its height.</summary>
    private static ulong SealUnderRules(LedgerCopy copy, int rules)
    {
        BlockBytes last = LedgerBytes.Of(copy.File).Blocks[^1];
        BlockHeader header = BlockHeader.Read(copy.File.AsMemory(last.Header.Offset, last.Header.Length)) with { Rules = rules };
        using KeySigner authority = copy.Key(Denial.Issuer);
        header.ToBytes().CopyTo(copy.File, last.Header.Offset);
        SoloSeal.Sign(authority, header).ToBytes().CopyTo(copy.File, last.Seal.Offset);
        var disk = new MemoryDisk(copy.File);
        new LedgerFile(disk).Settle(header.Ledger, new CommitMark(last.End, header.Height, header.Hash));
        copy.File = disk.Content();
        return header.Height.Value;
    }
}
