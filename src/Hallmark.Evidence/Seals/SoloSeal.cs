using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Seals;

/// <summary>
/// The seal of a ledger with one authority, whose key is in the genesis. Both messages are COSE_Sign1 with detached payloads and empty
/// unprotected headers. See <c>docs/formats/block.md</c>.
/// <code>
/// CBOR map
///   "header"  bstr: the authority's signature over the header's bytes: alg, kid, claims iss and sub, content type HeaderType
///   "tree"    bstr: its signature over the tree root: see <see cref="TreeSignature"/>
/// </code>
/// </summary>
public sealed record SoloSeal(CoseSign1 Header, CoseSign1 Tree)
{
    /// <summary>What a genesis and every header of such a ledger say.</summary>
    public const string Kind = "solo";

    private const string HeaderType = "application/vnd.hallmark.header+cbor";

    public static SoloSeal Sign(ISigner authority, BlockHeader header)
    {
        CoseHeaders headers = SealHeaders.Of(authority, header.Ledger) with { ContentType = HeaderType };
        return new SoloSeal(
            CoseSign1.Sign(authority, headers, header.ToBytes(), detached: true),
            TreeSignature.Sign(authority, header));
    }

    /// <summary>Whether both signatures are the authority's, for this header and its ledger.</summary>
    /// <param name="headerBytes">Bytes of <paramref name="header"/> as they were signed.</param>
    public bool Verify(VerificationKey authority, BlockHeader header, ReadOnlySpan<byte> headerBytes)
    {
        CoseHeaders signed = CoseHeaders.Read(Header.Protected);
        return signed.ContentType == HeaderType && signed.Names(authority, header.Ledger)
            && Header.Payload is null && Header.Verify(authority, headerBytes)
            && TreeSignature.Verify(Tree, authority, header);
    }

    public byte[] ToBytes() => new CborMapWriter().Bytes("header", Header.ToBytes()).Bytes("tree", Tree.ToBytes()).ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static SoloSeal Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "seal");
        var seal = new SoloSeal(ReadBare(map.Bytes("header"), "header"), ReadBare(map.Bytes("tree"), "tree"));
        map.End();
        return seal;
    }

    /// <summary>Refuses what no signature covers, and headers that could not be read later.</summary>
    private static CoseSign1 ReadBare(byte[] bytes, string field)
    {
        CoseSign1 message = CoseSign1.Read(bytes);
        CoseHeaders.Read(message.Protected);
        return message.Unprotected.Span.SequenceEqual<byte>([0xa0])
            ? message
            : throw new MalformedException($"seal.{field}", "has an unprotected header that is not empty");
    }
}

/// <summary>The embedded default: one authority signs every header, and also what the ledger itself writes.</summary>
public sealed class SoloSealKind : ISealKind
{
    public string Name => SoloSeal.Kind;

    public ISealVerifier CreateVerifier(Genesis genesis) => new Verifier(genesis.LedgerId, new VerificationKey(genesis.Authority));

    private sealed class Verifier(Digest ledger, VerificationKey authority) : ISealVerifier
    {
        public IReadOnlyList<VerificationKey> MakerKeys { get; } = [authority];

        public SealVerdict Verify(BlockHeader header, ReadOnlySpan<byte> headerBytes, ReadOnlyMemory<byte> seal)
        {
            try
            {
                var read = SoloSeal.Read(seal);
                return header.Ledger == ledger && read.Verify(authority, header, headerBytes)
                    ? new SealVerdict.Good(read.Tree)
                    : new SealVerdict.Bad("the seal is not the authority's signature over this header and tree root");
            }
            catch (MalformedException e)
            {
                return new SealVerdict.Bad(e.Message);
            }
        }

        public bool VerifyOwnEntry(BlockHeader header, Statement entry) => entry.Verify(authority);

        public void Dispose() => authority.Dispose();
    }
}
