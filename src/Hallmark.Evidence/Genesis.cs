using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>
/// What a ledger starts from; payload of entry 0 (kind <c>ledger.create</c>). The ledger's id is the SHA-256 of its bytes,
/// so nothing in it can change and every statement names all of it. Fields: format, name, engine, authority (COSE key), sealTerms?, admin
/// (member name), adminKey (COSE key), quorum, mintLimit?, timeWindow? (seconds), logKey?, created (seconds), nonce (16 bytes, so that no
/// two ledgers share an id).
/// </summary>
public sealed record Genesis
{
    public const string Kind = "ledger.create";

    private const int NonceSize = 16;
    private const int LogKeySize = 32;
    private const int SealTermsLimit = 16_384;

    public required string Name { get; init; }

    /// <summary>Kind of the ledger's seals, e.g. "solo": see <see cref="Seals.ISealKind"/>.</summary>
    public required string Engine { get; init; }

    /// <summary>
    /// Key of the founder, who signs the genesis. On a solo ledger it also seals every block; elsewhere the kind of seal says.
    /// </summary>
    public required CoseKey Authority { get; init; }

    /// <summary>
    /// What the kind of seal fixes besides, in bytes that only the kind itself reads, so that a program that does not know the kind can
    /// read the rest. Null for solo.
    /// </summary>
    public byte[]? SealTerms { get; init; }

    /// <summary>Name of the first admin.</summary>
    public required string Admin { get; init; }

    public required CoseKey AdminKey { get; init; }

    /// <summary>Admins needed to approve a governed change.</summary>
    public required int Quorum { get; init; }

    /// <summary>Most credits that may ever be made on this ledger; null for none.</summary>
    public long? MintLimit { get; init; }

    /// <summary>
    /// Most seconds between the time that a member signs into a statement and that of its block, from 1; null for the contracts' own.
    /// </summary>
    public long? TimeWindow { get; init; }

    /// <summary>Public Ed25519 key that signs published checkpoints beside the makers of blocks, 32 bytes; null for none.</summary>
    public byte[]? LogKey { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long Created { get; init; }

    public required byte[] Nonce { get; init; }

    public Digest LedgerId => Digest.Of(ToBytes());

    public byte[] ToBytes() => new CborMapWriter()
        .Integer("format", 1)
        .Text("name", Name)
        .Text("engine", Engine)
        .Bytes("authority", Authority.Encoded)
        .Bytes("sealTerms", SealTerms)
        .Text("admin", Admin)
        .Bytes("adminKey", AdminKey.Encoded)
        .Integer("quorum", Quorum)
        .Integer("mintLimit", MintLimit)
        .Integer("timeWindow", TimeWindow)
        .Bytes("logKey", LogKey)
        .Integer("created", Created)
        .Bytes("nonce", Nonce)
        .ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static Genesis Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "genesis");
        map.Integer("format", 1, 1);
        var genesis = new Genesis
        {
            Name = map.Text("name", 64),
            Engine = map.Text("engine", 16),
            Authority = CoseKey.Read(map.Bytes("authority")),
            SealTerms = map.OptionalBytes("sealTerms", SealTermsLimit),
            Admin = map.Text("admin", 64),
            AdminKey = CoseKey.Read(map.Bytes("adminKey")),
            Quorum = (int)map.Integer("quorum", 1, 1000),
            MintLimit = map.OptionalInteger("mintLimit", 1),
            TimeWindow = map.OptionalInteger("timeWindow", 1),
            LogKey = map.OptionalBytes("logKey", LogKeySize),
            Created = map.Integer("created"),
            Nonce = map.Bytes("nonce", NonceSize),
        };
        map.End();
        return genesis.Nonce.Length == NonceSize
            ? genesis
            : throw new MalformedException("genesis.nonce", $"has {genesis.Nonce.Length} bytes, not {NonceSize}");
    }
}
