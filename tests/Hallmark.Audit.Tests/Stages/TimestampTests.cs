using Hallmark.Client;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Governance;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Tests.Timestamps;
using Hallmark.Evidence.Timestamps;
using Hallmark.Ledger.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Tokens of a played authority beside the ledger. Those of a real one: the command line's tests.</summary>
public sealed class TimestampTests(AuditedLedger audited)
{
    [Fact]
    public async Task A_genuine_stamp_counts_only_under_its_authoritys_root()
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        Keep(copy, Stamp(office, copy));

        AuditReport vouched = await copy.AuditAsync(office.Root);
        vouched.IsGood();
        Assert.Equal((1, 1), (vouched.Coverage.Timestamps, vouched.Coverage.TimestampsVerified));
        Assert.DoesNotContain(vouched.Findings, finding => finding.Code.StartsWith("timestamp.", StringComparison.Ordinal));
        AuditReport unvouched = await copy.AuditAsync();
        Assert.Equal(AuditVerdict.Good, unvouched.Only("timestamp.unvouched").Severity);
        Assert.Equal((1, 0), (unvouched.Coverage.Timestamps, unvouched.Coverage.TimestampsVerified));
    }

    [Fact]
    public async Task An_authority_of_another_root_is_untrusted_and_a_root_without_stamps_is_incomplete()
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        using StampingOffice other = OfficeOf(copy);
        Finding none = (await copy.AuditAsync(other.Root)).OnlyBad();
        Assert.Equal(("timestamp.none", AuditVerdict.Incomplete), (none.Code, none.Severity));
        Keep(copy, Stamp(office, copy));

        Finding finding = (await copy.AuditAsync(other.Root)).OnlyBad();

        Assert.Equal(
            ("timestamp.untrusted", AuditVerdict.Incomplete, Newest(copy).Height.Value), (finding.Code, finding.Severity, finding.Height));
    }

    [Fact]
    public async Task A_stamp_of_another_header_is_reforged_and_one_under_another_height_a_note()
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        Keep(copy, office.Stamp(Digest.Of("another ledger's header"u8), At(Newest(copy))), "4-1.tst");
        Keep(copy, Stamp(office, copy), "3-1.tst");

        AuditReport report = await copy.AuditAsync(office.Root);

        Finding finding = report.OnlyBad();
        Assert.Equal(("timestamp.reforged", AuditVerdict.Tampered, 4UL), (finding.Code, finding.Severity, finding.Height));
        Assert.Contains($"stamps block {Newest(copy).Height}", report.Only("timestamp.misplaced").Message);
    }

    [Fact]
    public async Task A_token_over_foreign_bytes_that_nobody_vouches_for_is_incomplete_and_no_tampering()
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        using StampingOffice other = OfficeOf(copy);
        Keep(copy, office.Stamp(Digest.Of("anything at all"u8), At(Newest(copy))), "4-1.tst");
        Keep(copy, office.Stamp(Digest.Of("anything else"u8), At(Newest(copy))), "4000-1.tst");
        foreach (AuditReport report in (AuditReport[])[await copy.AuditAsync(other.Root), await copy.AuditAsync(anchor: null)])
        {
            Assert.Equal(AuditVerdict.Incomplete, report.Verdict);
            Assert.Equal(AuditVerdict.Incomplete, report.Only("timestamp.reforged").Severity);
            Assert.Equal(AuditVerdict.Incomplete, report.Only("timestamp.rollback").Severity);
        }
    }

    [Fact]
    public async Task A_rollback_shows_against_the_stamp()
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        ulong height = Newest(copy).Height.Value;
        Keep(copy, Stamp(office, copy));
        var disk = new MemoryDisk(copy.File);
        LedgerBytes.RollBack(disk, LedgerBytes.Of(copy.File).Blocks[^4]);
        copy.File = disk.Content();

        Finding finding = (await copy.AuditAsync(office.Root)).OnlyBad();

        Assert.Equal(("timestamp.rollback", AuditVerdict.Tampered, height), (finding.Code, finding.Severity, finding.Height));
        Assert.Contains("3 blocks", finding.Message);
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("signature")]
    [InlineData("certificate")]
    [InlineData("start")]
    [InlineData("cut")]
    [InlineData("huge")]
    public async Task A_damaged_token_is_invalid_wherever_it_was_damaged(string where)
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        byte[] token = Stamp(office, copy);
        switch (where)
        {
            case "hash": token[token.AsSpan().IndexOf(Newest(copy).Hash.ToArray())] ^= 1; break;
            case "signature": token[^5] ^= 1; break;
            case "certificate": token[token.AsSpan().IndexOf("Stamping Office"u8)] ^= 1; break;
            case "start": token[0] ^= 1; break;
            case "cut": token = token[..^1]; break;
            default: token = new byte[100_000]; break;
        }
        Keep(copy, token);

        Finding finding = (await copy.AuditAsync(office.Root)).OnlyBad();

        Assert.Equal(
            ("timestamp.invalid", AuditVerdict.Tampered, Newest(copy).Height.Value), (finding.Code, finding.Severity, finding.Height));
    }

    [Fact]
    public async Task A_certificate_that_is_not_for_timestamping_stamps_nothing()
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy, usages: []);
        Keep(copy, Stamp(office, copy));

        Finding finding = (await copy.AuditAsync(office.Root)).OnlyBad();

        Assert.Equal(("timestamp.invalid", AuditVerdict.Tampered), (finding.Code, finding.Severity));
        Assert.Contains("extended key usage", finding.Message);
    }

    [Theory]
    [InlineData(-3600, true)]
    [InlineData(-290, false)]
    [InlineData(3600, false)]
    public async Task A_block_time_after_the_stamped_time_breaks_the_rules(int seconds, bool early)
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        Keep(copy, office.Stamp(Newest(copy).Hash, At(Newest(copy), seconds)));

        AuditReport report = await copy.AuditAsync(office.Root);

        Assert.Equal(early ? AuditVerdict.RulesBroken : AuditVerdict.Good, report.Verdict);
        Assert.Equal(early, report.Findings.Any(finding => finding.Code == "timestamp.early"));
        (await copy.AuditAsync()).IsGood(); // Nobody's word without an anchor: a note.
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("header", "timestamp.false")]
    [InlineData("time", "timestamp.false")]
    [InlineData("height", "timestamp.false")]
    [InlineData("authority", "timestamp.false")]
    [InlineData("token", "timestamp.false")]
    [InlineData("lost", "timestamp.missing")]
    public async Task What_is_on_record_of_a_stamp_is_held_against_its_token(string lie, string? code)
    {
        using LedgerCopy copy = audited.Copy();
        using StampingOffice office = OfficeOf(copy);
        BlockHeader header = Newest(copy);
        byte[] token = Stamp(office, copy);
        TimestampToken read = TimestampToken.Read(token);
        ObjectReference kept = await copy.Store.PutAsync(lie == "token" ? token[..^1] : token);
        await copy.SayAsync("alice", new TimestampRecord(
            lie == "height" ? new BlockHeight(header.Height.Value - 1) : header.Height,
            lie == "header" ? Digest.Of("else"u8) : header.Hash,
            read.Time.ToUnixTimeSeconds() - (lie == "time" ? 60 : 0),
            lie == "authority" ? "CN=Somebody" : read.Authority, kept));
        if (lie == "lost")
        {
            copy.Store.Objects.Remove(kept.Digest, out _);
        }
        AuditReport report = await copy.AuditAsync();
        Assert.Equal(code, report.Findings.FirstOrDefault(finding => finding.Severity != AuditVerdict.Good)?.Code);
    }

    [Fact]
    public async Task A_stretch_of_blocks_whose_time_members_contradict_is_a_note_with_its_ends()
    {
        using LedgerCopy copy = audited.Copy();
        ulong first = Newest(copy).Height.Value + 1;
        foreach (int hours in new[] { 1, 2, 3 })
        {
            await Assert.ThrowsAsync<StatementDeniedException>(() => copy.ActAsync(
                "alice", (session, _) => session.SubmitAsync(new CreditMint("garden", 1)), clock: new Ahead(TimeSpan.FromHours(hours))));
        }

        AuditReport report = await copy.AuditAsync();

        Finding span = report.Only("time.statements");
        Assert.Equal((AuditVerdict.Good, first), (span.Severity, span.Height));
        Assert.Contains($"blocks {first} to {first + 2}", span.Message);
        Assert.Contains("before what members signed", span.Message);
    }

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    private static BlockHeader Newest(LedgerCopy copy) => copy.Look().Ledger.Last;

    private static StampOptions At(BlockHeader header, int seconds = 1) =>
        new() { Time = DateTimeOffset.FromUnixTimeSeconds((header.Time / 1000) + seconds) };

    private static byte[] Stamp(StampingOffice office, LedgerCopy copy) => office.Stamp(Newest(copy).Hash, At(Newest(copy)));

    /// <summary>An authority that is open when the copy's newest block was made.</summary>
    private static StampingOffice OfficeOf(LedgerCopy copy, string[]? usages = null)
    {
        DateTimeOffset now = At(Newest(copy)).Time;
        var options = new OfficeOptions { From = now.AddDays(-1), To = now.AddDays(1) };
        return new StampingOffice(usages is null ? options : options with { Usages = usages });
    }

    private static void Keep(LedgerCopy copy, byte[] token, string? name = null)
    {
        Directory.CreateDirectory(copy.TimestampsDirectory);
        File.WriteAllBytes(Path.Combine(copy.TimestampsDirectory, name ?? $"{Newest(copy).Height}-1.tst"), token);
    }
}
