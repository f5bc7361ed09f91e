namespace Hallmark.Evidence.Timestamps;

/// <summary>What became of checking a timestamp token.</summary>
public enum TimestampStatus
{
    /// <summary>
    /// Its signature is right and its certificate was good at the stamped time; where anchors were given, it chains to one.
    /// </summary>
    Good,

    /// <summary>It carries no certificate of its signer, so that nothing can be checked offline.</summary>
    NoCertificate,

    /// <summary>
    /// It is signed with a digest for which two messages with one hash can be made: SHA-1, MD5, or one that is not known.
    /// </summary>
    WeakDigest,

    /// <summary>It is not what was signed.</summary>
    BadSignature,

    /// <summary>The signer's certificate was not yet, or no longer, valid at the stamped time.</summary>
    CertificateNotInForce,

    /// <summary>The signer's certificate is not, critically and only, for timestamping (RFC 3161 section 2.3).</summary>
    NotATimestampAuthority,

    /// <summary>
    /// The signature does not name its certificate by hash (RFC 5816), so that another with the same key could stand there.
    /// </summary>
    NotBound,

    /// <summary>The certificate does not chain to the anchors given.</summary>
    Untrusted,
}
