using System.Buffers.Binary;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Storage;

/// <summary>
/// The end of a file that a maker of a ledger's blocks derived from the ledger, such as a snapshot: a signed map that holds the digests of
/// the pages before it, then its length and eight characters that say what the file is.
/// <code>
/// footer     COSE_Sign1 of a deterministic map
/// u32        length of the footer | magic, 8 bytes
/// </code>
/// </summary>
/// <param name="name">What it is the footer of, for problems: "snapshot".</param>
/// <param name="contentType">In the protected header, so that a maker's other signatures are none of these.</param>
/// <param name="magic">Eight ASCII characters.</param>
/// <param name="limit">Most bytes of a footer.</param>
public sealed class SignedFooter(string name, string contentType, string magic, int limit)
{
    private const int MagicSize = 8;
    private const int TrailerSize = sizeof(int) + MagicSize;

    private readonly byte[] _magic = Encoding.ASCII.GetBytes(magic);

    /// <summary>Signs the map and writes it behind the pages.</summary>
    /// <param name="at">Where the pages end.</param>
    public void Write(ILedgerStorage storage, long at, CborMapWriter map, ISigner maker, Digest ledger)
    {
        byte[] footer = CoseSign1.Sign(maker, Headers(maker.PublicKey, ledger), map.ToBytes()).ToBytes();
        byte[] trailer = new byte[TrailerSize];
        BinaryPrimitives.WriteInt32BigEndian(trailer, footer.Length);
        _magic.CopyTo(trailer, sizeof(int));
        storage.Write(at, [.. footer, .. trailer]);
    }

    /// <param name="findMaker">The key with this thumbprint, where its holder makes blocks of the ledger; null otherwise.</param>
    /// <returns>The signed map, and where the pages end.</returns>
    /// <exception cref="LedgerDamagedException">Not whole, or not signed by a maker of this ledger's blocks; says where.</exception>
    public (CborMap Map, long End) Read(ILedgerStorage storage, Digest ledger, Func<Digest, CoseKey?> findMaker)
    {
        long trailerAt = storage.Length - TrailerSize;
        byte[] trailer = new byte[TrailerSize];
        if (trailerAt < 0 || storage.Read(trailerAt, trailer) < TrailerSize || !trailer.AsSpan(sizeof(int)).SequenceEqual(_magic))
        {
            throw Damaged(Math.Max(0, trailerAt), $"does not end as one of kind {name} does");
        }
        int length = BinaryPrimitives.ReadInt32BigEndian(trailer);
        if (length <= 0 || length > limit || length > trailerAt)
        {
            throw Damaged(trailerAt, $"says that its footer has {length} bytes");
        }
        long end = trailerAt - length;
        byte[] footer = new byte[length];
        storage.Read(end, footer);
        try
        {
            return IsSigned(CoseSign1.Read(footer), ledger, findMaker, out ReadOnlyMemory<byte> map)
                ? (CborMap.Read(map, name), end)
                : throw Damaged(end, "is not signed by a maker of this ledger's blocks");
        }
        catch (MalformedException e)
        {
            throw Damaged(end, e.Message);
        }

        LedgerDamagedException Damaged(long offset, string reason) => new(storage.Name, offset, null, null, reason);
    }

    private bool IsSigned(CoseSign1 message, Digest ledger, Func<Digest, CoseKey?> findMaker, out ReadOnlyMemory<byte> map)
    {
        CoseHeaders headers = CoseHeaders.Read(message.Protected);
        CoseKey? maker = headers.KeyId is { Length: Digest.Size } keyId ? findMaker(Digest.FromBytes(keyId)) : null;
        map = message.Payload ?? default;
        if (maker is null || message.Payload is null || message.Unprotected.Length != 1
            || headers.ContentType != contentType || headers.Claims?.Subject != ledger.ToString())
        {
            return false;
        }
        using var key = new VerificationKey(maker);
        return message.Verify(key);
    }

    private CoseHeaders Headers(CoseKey key, Digest ledger) => new()
    {
        Algorithm = CoseAlgorithm.ES256.Id,
        ContentType = contentType,
        KeyId = key.Thumbprint.ToArray(),
        Claims = new CwtClaims { Issuer = Denial.Issuer, Subject = ledger.ToString() },
    };
}
