using Hallmark.Evidence.Cose;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Keys kept beside the ledger against those that it registered.</summary>
public sealed class KeyTests(AuditedLedger audited)
{
    [Theory]
    [InlineData("garden")]
    [InlineData("ledger")]
    public async Task A_replaced_key_is_named_with_both_thumbprints(string member)
    {
        using LedgerCopy copy = audited.Copy();
        using var other = KeySigner.Create();

        Finding finding = (await AuditAsync(copy, member, other.PublicKey)).OnlyBad();

        Assert.Equal(("key.replaced", AuditVerdict.Tampered, member), (finding.Code, finding.Severity, finding.Member));
        Assert.Contains(other.PublicKey.Thumbprint.ToString(), finding.Message);
        Assert.Contains(copy.PublicKeys()[member]!.Thumbprint.ToString(), finding.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_key_is_incomplete_and_does_not_hide_the_rest()
    {
        using LedgerCopy copy = audited.Copy();
        copy.Flip(copy.Manifest(copy.Batches()[0].Id).Tree, 40);

        AuditReport report = await AuditAsync(copy, "garden", null);

        Assert.Equal((AuditVerdict.Incomplete, "garden"), (report.Only("key.unreadable").Severity, report.Only("key.unreadable").Member));
        Assert.StartsWith("keys/garden.pem, kept for garden, is no private key", report.Only("key.unreadable").Message);
        Assert.Equal(AuditVerdict.Tampered, report.First("data.tree").Severity);
    }

    [Fact]
    public async Task A_key_of_somebody_who_is_no_member_is_a_note()
    {
        using LedgerCopy copy = audited.Copy();
        using var other = KeySigner.Create();

        AuditReport report = await AuditAsync(copy, "mallory", other.PublicKey);

        report.IsGood();
        Assert.Equal("mallory", report.Only("key.unregistered").Member);
    }

    private static Task<AuditReport> AuditAsync(LedgerCopy copy, string member, CoseKey? key) =>
        copy.AuditAsync(request => request with { Keys = new Dictionary<string, CoseKey?>(copy.PublicKeys()) { [member] = key } });
}
