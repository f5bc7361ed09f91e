using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>An auditor who trusts a witness holds what it saw, and when, against the ledger.</summary>
public sealed class WitnessTests(AuditedLedger audited) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hallmark-witness").FullName;
    private readonly Ed25519Key _witness = Ed25519Key.Create();

    [Theory]
    [InlineData(5, null)]
    [InlineData(-5, null)]
    [InlineData(-7200, "the time lies 7200 seconds after witness w.example had cosigned it")]
    public async Task A_block_that_was_cosigned_before_its_own_time_is_named(int later, string? named)
    {
        using LedgerCopy copy = audited.Copy();
        AuditReport report = await AuditAsync(copy, later, needed: 1);
        report.IsGood();
        Finding[] found = [.. report.Findings.Where(finding => finding.Code == "time.witnesses")];
        Assert.Equal(named is null ? 0 : 1, found.Length);
        Assert.All(found, finding => Assert.Contains(named!, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_came_after_the_newest_cosigned_checkpoint_is_named()
    {
        using LedgerCopy copy = audited.Copy();
        await AuditAsync(copy, 0, needed: 1); // publishes what is there
        ulong seen = copy.Look().Ledger.Size.Value;
        await copy.SayAsync("alice", new MemberRevoke("lab", "it left"));
        Finding finding = (await AuditAsync(copy, Trust(copy, _witness, needed: 1))).Only("witness.behind");
        Assert.Equal(seen, finding.Entry);
    }

    [Fact]
    public async Task Where_no_trusted_witness_cosigned_the_audit_is_incomplete()
    {
        using LedgerCopy copy = audited.Copy();
        using var other = Ed25519Key.Create();
        Finding finding = (await AuditAsync(copy, 0, needed: 1, trusted: other)).OnlyBad();
        Assert.Equal(("witness.missing", AuditVerdict.Incomplete), (finding.Code, finding.Severity));
    }

    [Fact]
    public async Task Another_ledgers_id_or_key_than_the_auditor_trusts_is_named()
    {
        using LedgerCopy copy = audited.Copy();
        TrustRoot right = Trust(copy, _witness, needed: 0);
        Assert.Equal("head.other-key", (await AuditAsync(copy, right with { Key = KeySigner.Create().PublicKey })).OnlyBad().Code);
        Assert.Equal("head.other-ledger", (await AuditAsync(copy, right with { Ledger = Digest.Of("other"u8) })).OnlyBad().Code);
    }

    public void Dispose()
    {
        _witness.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<AuditReport> AuditAsync(LedgerCopy copy, int later, int needed, Ed25519Key? trusted = null)
    {
        LedgerView ledger = copy.Look().Ledger;
        string text = Checkpoint.Of(ledger.Last).ToText();
        var note = new SignedNote(text, [Cosignature.Sign(_witness, "w.example", text, (ledger.Last.Time / 1000) + later)]);
        File.WriteAllBytes(Path.Combine(_folder, "checkpoint"), note.ToBytes());
        return AuditAsync(copy, Trust(copy, trusted ?? _witness, needed));
    }

    private Task<AuditReport> AuditAsync(LedgerCopy copy, TrustRoot trust) => copy.AuditAsync(request => request with
    {
        Trust = trust,
        ExpectedLedger = trust.Ledger,
        Log = new RegularFiles(_folder),
    });

    private static TrustRoot Trust(LedgerCopy copy, Ed25519Key witness, int needed) => TrustRoot.Of(
        copy.Look().Ledger.Id, copy.Look().Ledger.MakerKeys[0], [Cosignature.KeyOf("w.example", witness)], needed);
}
