using System.Text.Json.Nodes;
using Hallmark.Audit.Tests;
using Hallmark.Evidence;

namespace Hallmark.Cli.Tests;

/// <summary>Stamps by a real <c>openssl ts</c>, and everything that can be wrong with one that is kept.</summary>
public sealed class TimestampTests(ClinicsRun clinics)
{
    [Fact]
    public void The_newest_header_is_stamped_and_openssl_agrees()
    {
        using HomeCopy home = clinics.Copy();
        using var authority = new OpensslAuthority();
        using var server = LoopbackServer.Of(authority.Reply);
        var head = Head.Read(File.ReadAllBytes(clinics.HeadFile));

        JsonNode stamped = Cli.Run(
            home.Path, "timestamp", "--tsa", server.Url, "--anchor", authority.RootFile, "--out", home.Outside("kept.tst"),
            "--json").Expect(0).Json;

        Assert.Equal("application/timestamp-query", server.QueryType);
        Assert.Equal((head.Height.Value, head.HeaderHash.ToString()), ((ulong)stamped["height"]!, (string)stamped["header"]!));
        Assert.Equal(("CN=Test Authority", true), ((string)stamped["authority"]!, (bool)stamped["vouched"]!));
        string token = home.File("timestamps", $"{head.Height}-1.tst");
        Assert.Equal(token, (string)stamped["token"]!);
        Assert.Equal(File.ReadAllBytes(token), File.ReadAllBytes(home.Outside("kept.tst")));
        (int exit, string words) = authority.Verify(token, head.HeaderHash.ToString());
        Assert.True(exit == 0, words);
        Assert.NotEqual(0, authority.Verify(token, Digest.Of("other"u8).ToString()).Exit);

        Assert.Empty(home.Audit(0, "good", "--tsa-anchor", authority.RootFile));
        JsonNode coverage = home.Audit("--tsa-anchor", authority.RootFile).Json["coverage"]!;
        Assert.Equal((1, 1), ((int)coverage["timestamps"]!, (int)coverage["timestampsVerified"]!));
    }

    [Fact]
    public void Without_an_anchor_the_audit_says_that_nobody_vouches()
    {
        using HomeCopy home = clinics.Copy();
        using var authority = new OpensslAuthority();
        using var server = LoopbackServer.Of(authority.Reply);

        CliResult first = Cli.Run(home.Path, "timestamp", "--tsa", server.Url).Expect(0);
        Cli.Run(home.Path, "timestamp", "--tsa", server.Url).Expect(0);

        Assert.Contains("nobody vouches", first.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(home.File("timestamps")).Length);
        JsonNode json = home.Audit().Expect(0).Json;
        JsonNode note = json["findings"]!.AsArray().Single(item => item!.Code() == "timestamp.unvouched")!;
        Assert.Equal("note", (string?)note["severity"]);
        Assert.Equal((2, 0), ((int)json["coverage"]!["timestamps"]!, (int)json["coverage"]!["timestampsVerified"]!));
    }

    [Fact]
    public void A_rewritten_end_shows_against_the_stamp()
    {
        using HomeCopy home = clinics.Copy();
        using var authority = new OpensslAuthority();
        int height = Stamp(home, authority);
        LedgerBytes.RollBack(home.Ledger, LedgerBytes.Read(home.Ledger).Blocks[^2]);
        Cli.Run(home.Path, "run", ClinicsRun.PipelineFile).Expect(1); // Its own audit knows no authority to believe.

        JsonNode finding = Assert.Single(home.Audit(3, "tampered", "--tsa-anchor", authority.RootFile));

        Assert.Equal(("timestamp.reforged", height), (finding.Code(), (int?)finding["height"]));
        Assert.Contains("CN=Test Authority", (string?)finding["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void Another_root_vouches_for_nothing()
    {
        using HomeCopy home = clinics.Copy();
        using var authority = new OpensslAuthority();
        using var other = new OpensslAuthority();
        int height = Stamp(home, authority);

        JsonNode finding = Assert.Single(home.Audit(1, "incomplete", "--tsa-anchor", other.RootFile));

        Assert.Equal(("timestamp.untrusted", height), (finding.Code(), (int?)finding["height"]));
        File.Delete(home.File("timestamps", $"{height}-1.tst"));
        Assert.Equal("timestamp.none", Assert.Single(home.Audit(1, "incomplete", "--tsa-anchor", other.RootFile)).Code());
    }

    [Fact]
    public void A_certificate_that_had_run_out_stamps_nothing()
    {
        using HomeCopy home = clinics.Copy();
        using var authority = new OpensslAuthority(to: DateTimeOffset.UtcNow.AddDays(-1));
        var head = Head.Read(File.ReadAllBytes(clinics.HeadFile));

        JsonNode finding = Assert.Single(AuditWith(home, authority.Token(head.HeaderHash.ToString()), authority.RootFile, 3, "tampered"));

        Assert.Equal("timestamp.invalid", finding.Code());
        Assert.Contains("was not valid at the stamped time", (string?)finding["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_kept_elsewhere_need_no_name()
    {
        using HomeCopy home = clinics.Copy();
        using var authority = new OpensslAuthority();
        int height = Stamp(home, authority);
        string folder = Directory.CreateDirectory(home.Outside("kept")).FullName;
        File.Move(home.File("timestamps", $"{height}-1.tst"), Path.Combine(folder, "march.tst"));
        string[] options = ["--tsa-anchor", authority.RootFile, "--timestamps", folder];

        Assert.Empty(home.Audit(0, "good", options));
        LedgerBytes.RollBack(home.Ledger, LedgerBytes.Read(home.Ledger).Blocks[^2]);
        Assert.Equal("timestamp.reforged", Assert.Single(home.Audit(3, "tampered", options)).Code());
        Assert.Contains("no such folder", home.Audit("--timestamps", home.Outside("nowhere")).Expect(2).Error, StringComparison.Ordinal);
    }

    private static int Stamp(HomeCopy home, OpensslAuthority authority)
    {
        using var server = LoopbackServer.Of(authority.Reply);
        return (int)Cli.Run(home.Path, "timestamp", "--tsa", server.Url, "--json").Expect(0).Json["height"]!;
    }

    private static IReadOnlyList<JsonNode> AuditWith(HomeCopy home, byte[] token, string anchor, int exit, string verdict)
    {
        Directory.CreateDirectory(home.File("timestamps"));
        ulong height = home.Look(catalog => catalog.Ledger.Last.Height.Value);
        File.WriteAllBytes(home.File("timestamps", $"{height}-1.tst"), token);
        return home.Audit(exit, verdict, "--tsa-anchor", anchor);
    }
}
