using System.Net;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Evidence.Tests.Timestamps;

namespace Hallmark.Cli.Tests;

/// <summary>Authorities that answer wrongly, or not at all: one sentence with the reason, exit 1, and nothing kept.</summary>
public sealed class TimestampAnswerTests(ClinicsRun clinics)
{
    [Fact]
    public void An_answer_to_another_question_with_the_same_hash_is_refused()
    {
        using var authority = new OpensslAuthority();
        using var server = LoopbackServer.Of(_ => authority.ReplyToOther(Kept().ToString()));
        Refused(server.Url, "nonce");
    }

    [Fact]
    public void A_stamp_of_another_hash_is_refused()
    {
        using var authority = new OpensslAuthority();
        using var server = LoopbackServer.Of(_ => authority.ReplyToOther(Digest.Of("other"u8).ToString()));
        Refused(server.Url, $"asked for was {Kept()}");
    }

    [Fact]
    public void A_refusal_is_told_with_its_reason()
    {
        using var authority = new OpensslAuthority(digests: "sha512");
        using var server = LoopbackServer.Of(authority.Reply);
        Refused(server.Url, "it refused with status 2: Message digest algorithm is not supported");
    }

    [Fact]
    public void An_authority_of_another_root_is_refused()
    {
        using var authority = new OpensslAuthority();
        using var other = new OpensslAuthority();
        using var server = LoopbackServer.Of(authority.Reply);
        Refused(server.Url, "does not chain", "--anchor", other.RootFile);
    }

    [Fact]
    public void An_authority_whose_certificate_had_run_out_is_refused()
    {
        using var authority = new OpensslAuthority(to: DateTimeOffset.UtcNow.AddDays(-1));
        using var server = LoopbackServer.Of(authority.Reply);
        Refused(server.Url, "was not valid at the stamped time");
    }

    [Fact]
    public void Garbage_is_refused()
    {
        using var server = LoopbackServer.Of(_ => Encoding.UTF8.GetBytes("hello"));
        Refused(server.Url, "is not an RFC 3161 answer");
    }

    [Fact]
    public void A_grant_without_a_token_is_refused()
    {
        using var server = LoopbackServer.Of(_ => StampingOffice.Reply(0, null, null));
        Refused(server.Url, "holds none");
    }

    [Fact]
    public void A_body_without_end_is_refused()
    {
        using var server = new LoopbackServer((_, response) =>
        {
            response.ContentType = LoopbackServer.ReplyType;
            response.SendChunked = true;
            for (byte[] piece = new byte[4096]; ;)
            {
                response.OutputStream.Write(piece);
            }
        });
        Refused(server.Url, "more than 65536 bytes");
    }

    [Fact]
    public void Silence_is_not_waited_for()
    {
        using var over = new ManualResetEventSlim();
        using var server = new LoopbackServer((_, response) => over.Wait(TimeSpan.FromMinutes(1)));
        Refused(server.Url, "did not answer within 1 s", "--timeout", "1");
        over.Set();
    }

    [Fact]
    public void A_web_page_is_refused()
    {
        using var server = new LoopbackServer((_, response) =>
        {
            response.ContentType = "text/html";
            response.OutputStream.Write("<html></html>"u8);
        });
        Refused(server.Url, "answered with text/html");
    }

    [Fact]
    public void An_error_status_and_a_redirection_are_refused()
    {
        using var failing = new LoopbackServer((_, response) => response.StatusCode = (int)HttpStatusCode.InternalServerError);
        Refused(failing.Url, "HTTP status 500");
        using var pointing = new LoopbackServer((_, response) => response.Redirect(failing.Url));
        Refused(pointing.Url, "HTTP status 302");
    }

    [Fact]
    public void Where_nobody_is_there_it_is_said() => Refused($"http://127.0.0.1:{LoopbackServer.FreePort()}/", "cannot be reached");

    [Theory]
    [InlineData("--tsa", "ftp://127.0.0.1/")]
    [InlineData("--tsa", "here")]
    [InlineData("--timeout", "0")]
    public void Wrong_usage_is_named(string option, string value)
    {
        string[] arguments = option == "--tsa" ? ["--tsa", value] : ["--tsa", "http://127.0.0.1:1/", option, value];
        Assert.Contains(option, Ask(2, arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_an_older_token_is_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        string kept = folder.Write("kept.tst", "older");
        Assert.Contains("never overwritten", Ask(2, "--tsa", "http://127.0.0.1:1/", "--out", kept), StringComparison.Ordinal);
        Assert.Equal("older", File.ReadAllText(kept));
    }

    [Fact]
    public void An_anchor_that_is_no_root_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var office = new StampingOffice();
        string file = folder.Write("tsa.pem", office.Certificate.ExportCertificatePem());
        Assert.Contains("not self-signed", Ask(2, "--tsa", "http://127.0.0.1:1/", "--anchor", file), StringComparison.Ordinal);
        Assert.Contains("no such file", Ask(2, "--tsa", "http://127.0.0.1:1/", "--anchor", folder["none.pem"]), StringComparison.Ordinal);
    }

    private Digest Kept() => Head.Read(File.ReadAllBytes(clinics.HeadFile)).HeaderHash;

    private void Refused(string url, string reason, params string[] more)
    {
        string error = Ask(1, ["--tsa", url, .. more]);
        Assert.Contains($"timestamp authority {url}", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    /// <summary>Nothing of it changes the home, so that no copy is needed.</summary>
    private string Ask(int exit, params string[] arguments)
    {
        CliResult result = Cli.Run(clinics.Home, ["timestamp", .. arguments]).Expect(exit);
        Assert.Empty(result.Out);
        Assert.False(Directory.Exists(Path.Combine(clinics.Home, "timestamps")));
        return result.Error.Trim();
    }
}
