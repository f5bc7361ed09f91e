namespace Hallmark.Evidence.Notes;

/// <summary>This machine has no library that can sign and verify with Ed25519; nothing is wrong with the data.</summary>
public sealed class Ed25519UnavailableException(IEnumerable<string> names)
    : Exception(
        $"Ed25519 needs OpenSSL's libcrypto 1.1.1 or later; tried {string.Join(", ", names)}. Install OpenSSL (libssl3 or openssl-libs).");
