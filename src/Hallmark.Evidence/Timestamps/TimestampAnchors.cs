using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hallmark.Evidence.Timestamps;

/// <summary>Certificates that whoever checks a timestamp trusts, read from a file.</summary>
public static class TimestampAnchors
{
    internal const string TimestampingUsage = "1.3.6.1.5.5.7.3.8"; // id-kp-timeStamping

    private const int CountLimit = 64;

    /// <summary>Reads PEM with one or several certificates, or one in DER.</summary>
    /// <exception cref="MalformedException">No certificate, more than 64, or one that is not self-signed and so ends no chain.</exception>
    public static X509Certificate2Collection Read(ReadOnlyMemory<byte> bytes)
    {
        var anchors = new X509Certificate2Collection();
        try
        {
            if (bytes.Span.IndexOf("-----BEGIN"u8) >= 0)
            {
                anchors.ImportFromPem(Encoding.UTF8.GetString(bytes.Span));
            }
            else
            {
                anchors.Add(X509CertificateLoader.LoadCertificate(bytes.Span));
            }
        }
        catch (CryptographicException)
        {
            throw new MalformedException("anchor", "is not a certificate in PEM or DER");
        }
        if (anchors.Count is 0 or > CountLimit)
        {
            throw new MalformedException("anchor", $"holds {anchors.Count} certificates; 1 to {CountLimit} are read");
        }
        return anchors.FirstOrDefault(anchor => !EndsAChain(anchor)) is { } other
            ? throw new MalformedException(
                "anchor", $"{MalformedException.Printable(other.Subject)} is not self-signed: the root of the authority is needed")
            : anchors;
    }

    private static bool EndsAChain(X509Certificate2 anchor) => anchor.SubjectName.RawData.AsSpan().SequenceEqual(anchor.IssuerName.RawData);
}
