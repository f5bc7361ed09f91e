using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hallmark.Cli.Tests;

/// <summary>A timestamp authority made of the <c>openssl</c> tool: root, certificate, keys and configuration in a folder.</summary>
internal sealed class OpensslAuthority : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="to">When its certificate runs out.</param>
    /// <param name="digests">Digests that it stamps; it refuses others.</param>
    public OpensslAuthority(DateTimeOffset? to = null, string digests = "sha256")
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using var rootKey = RSA.Create(2048);
        using var key = RSA.Create(2048);
        var root = new CertificateRequest("CN=Test Root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 rootCertificate = root.CreateSelfSigned(now.AddYears(-2), now.AddYears(2));
        var authority = new CertificateRequest("CN=Test Authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        authority.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        using X509Certificate2 certificate = authority.Create(
            rootCertificate, now.AddYears(-1), to ?? now.AddYears(1), RandomNumberGenerator.GetBytes(8));
        _folder.Write("ca.pem", rootCertificate.ExportCertificatePem());
        _folder.Write("tsa.pem", certificate.ExportCertificatePem());
        _folder.Write("tsa.key", key.ExportPkcs8PrivateKeyPem());
        _folder.Write("serial", "01\n");
        _folder.Write("openssl.cnf", $"""
            [tsa]
            default_tsa = office
            [office]
            serial = {_folder["serial"]}
            signer_cert = {_folder["tsa.pem"]}
            signer_key = {_folder["tsa.key"]}
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = {digests}
            accuracy = secs:1
            ess_cert_id_alg = sha256
            """);
    }

    public string RootFile => _folder["ca.pem"];

    /// <summary>Pipes a query through <c>openssl ts -reply</c>.</summary>
    public byte[] Reply(byte[] query)
    {
        _folder.Write("query", query);
        Require(Run("ts", "-reply", "-config", _folder["openssl.cnf"], "-queryfile", _folder["query"], "-out", _folder["reply"]));
        return File.ReadAllBytes(_folder["reply"]);
    }

    /// <summary>Stamps a digest with a question of its own, so with another nonce than anybody else's.</summary>
    public byte[] ReplyToOther(string digest)
    {
        Require(Run("ts", "-query", "-digest", digest, "-sha256", "-cert", "-out", _folder["own"]));
        return Reply(File.ReadAllBytes(_folder["own"]));
    }

    /// <summary>The bare token over a digest.</summary>
    public byte[] Token(string digest)
    {
        _folder.Write("whole", ReplyToOther(digest));
        Require(Run("ts", "-reply", "-config", _folder["openssl.cnf"], "-in", _folder["whole"], "-token_out", "-out", _folder["token"]));
        return File.ReadAllBytes(_folder["token"]);
    }

    /// <summary>What <c>openssl ts -verify</c> says to a stored token.</summary>
    public (int Exit, string Words) Verify(string token, string digest) =>
        Run("ts", "-verify", "-token_in", "-in", token, "-digest", digest, "-CAfile", RootFile);

    public void Dispose() => _folder.Dispose();

    private static void Require((int Exit, string Words) result) => Assert.True(result.Exit == 0, result.Words);

    private static (int Exit, string Words) Run(params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
