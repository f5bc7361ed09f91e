using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Evidence.Tests;

/// <summary>Fixed keys and values that several tests build on. The keys are published here, so they are good for nothing else.</summary>
internal static class Samples
{
    public const string AuthorityPem = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxw1Jsnk8PIXL74rw
        +2NV6N2rezPgXyb77ZimJauznQChRANCAASuxiGNSUNDBKDLbAnx5rilGBViWwsG
        A0PA6MV3aNAt2lbm26GkyBz/rQ2gxHpCcE81s4XchpjJ1iLziF0uxmPB
        -----END PRIVATE KEY-----
        """;

    public const string OtherPem = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEgZibJezOMsb0U8l
        8m/YGrA54f0Z8ZoNbo2NIESjQ1uhRANCAASkRNNJN3PoLpzrp1x0rkSlfJzlPQ0E
        LBi6eTVOjezzgAc7O94qugj3Qutw89YyLCIKFJz7KJMwiQBwUfDRsbIz
        -----END PRIVATE KEY-----
        """;

    public const long Time = 1_767_225_600; // 2026-01-01T00:00:00Z

    /// <summary>Kept for the whole run; nothing in them changes.</summary>
    public static KeySigner Authority { get; } = KeySigner.FromPem(AuthorityPem);

    public static KeySigner Other { get; } = KeySigner.FromPem(OtherPem);

    public static VerificationKey AuthorityKey { get; } = new(Authority.PublicKey);

    public static VerificationKey OtherKey { get; } = new(Other.PublicKey);

    public static byte[] Sixteen { get; } = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    public static byte[] Payload { get; } = new CborMapWriter().Integer("format", 1).Text("dataset", "mnist").ToBytes();

    public static Genesis Genesis { get; } = new()
    {
        Name = "sample",
        Engine = "solo",
        Authority = Authority.PublicKey,
        Admin = "alice",
        AdminKey = Other.PublicKey,
        Quorum = 1,
        Created = Time,
        Nonce = Sixteen,
    };

    public static Digest Ledger { get; } = Genesis.LedgerId;

    public static BlockHeader Header { get; } = new()
    {
        Rules = 1,
        Ledger = Ledger,
        Height = new BlockHeight(3),
        Previous = Digest.Of("previous"u8),
        Time = Time * 1000,
        FirstEntry = new EntryIndex(300),
        Entries = 7,
        TreeRoot = Digest.Of("tree"u8),
        OutcomesRoot = Digest.Of("outcomes"u8),
        StateRoot = Digest.Of("state"u8),
        Engine = "solo",
    };

    /// <summary>What a good statement's protected header says; tests change one thing at a time.</summary>
    public static CoseHeaders StatementHeaders { get; } = new()
    {
        Algorithm = CoseAlgorithm.ES256.Id,
        ContentType = "application/vnd.hallmark.batch.register+cbor",
        KeyId = Authority.PublicKey.Thumbprint.ToArray(),
        Claims = new CwtClaims
        {
            Issuer = "st-mary",
            Subject = "mnist/1",
            Audience = Ledger.ToString(),
            IssuedAt = Time,
            TokenId = Sixteen,
        },
    };

    /// <summary>The message of a good statement, freshly signed by <see cref="Authority"/>.</summary>
    public static CoseSign1 StatementMessage() => CoseSign1.Sign(Authority, StatementHeaders, Payload);

    /// <summary>Entries, the sealed header over all of them, and the seal.</summary>
    public static (byte[][] Entries, Digest[] Leaves, BlockHeader Header, SoloSeal Seal) Sealed(int count)
    {
        byte[][] entries = [.. Enumerable.Range(0, count).Select(i => System.Text.Encoding.ASCII.GetBytes($"entry {i}"))];
        Digest[] leaves = [.. entries.Select(entry => MerkleTree.LeafHash(entry))];
        BlockHeader header = Header with { FirstEntry = new EntryIndex(0), Entries = count, TreeRoot = MerkleTree.Root(leaves) };
        return (entries, leaves, header, SoloSeal.Sign(Authority, header));
    }

    public static InclusionProof Proof(Digest[] leaves, int index) =>
        new(new TreeSize((ulong)leaves.Length), new EntryIndex((ulong)index), MerkleTree.InclusionPath(leaves, index));
}
