using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;

namespace Hallmark.Operations.Timestamps;

/// <summary>What the audit, and whoever asks an authority, hold against a timestamp.</summary>
public static class TimestampCheck
{
    /// <summary>
    /// How many seconds later than the stamped time a block's own may be: two machines' clocks, and whole seconds in the token.
    /// </summary>
    public const long ClockTolerance = 300;

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Why a token is not to be relied on.</summary>
    public static string Text(TimestampStatus status, TimestampToken token) => status switch
    {
        TimestampStatus.NoCertificate => "it does not carry the certificate of its signer",
        TimestampStatus.WeakDigest => "it is signed with a weak or unknown digest",
        TimestampStatus.BadSignature => "its signature does not verify: it is not what was signed",
        TimestampStatus.CertificateNotInForce =>
            $"the certificate of {token.Authority} was not valid at the stamped time {Text(token.Time)}",
        TimestampStatus.NotATimestampAuthority =>
            $"the certificate of {token.Authority} is not one for timestamping alone (critical extended key usage)",
        TimestampStatus.NotBound => $"its signature does not name the certificate of {token.Authority}",
        TimestampStatus.Untrusted => $"the certificate of {token.Authority} does not chain to the anchor given",
        _ => "it is genuine",
    };

    /// <summary>A block exists before it is stamped, so its own time must not be later than the stamped one.</summary>
    /// <returns>What is wrong, or null where the two are no more than <see cref="ClockTolerance"/> apart that way.</returns>
    public static string? EarlyStamp(BlockHeader header, TimestampToken token)
    {
        long early = (header.Time / 1000) - token.Time.ToUnixTimeSeconds();
        return early <= ClockTolerance
            ? null
            : $"block {header.Height} was stamped at {Text(token.Time)}, {early} s before the time that it gives for itself: "
                + "one of the two is wrong";
    }
}
