using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>
/// A second kind of seal, known to these tests alone: two authorities take turns, the genesis' authority at even heights, the one in its
/// seal terms at odd ones. Bytes: 64 bytes r || s over "turns" and the header's hash, then the tree signature (a COSE_Sign1).
/// </summary>
internal sealed class TurnsSealKind : ISealKind
{
    public const string Kind = "turns";

    private const int SignatureSize = 64;

    public static SealKinds WithBuiltIn { get; } = new(new SoloSealKind(), new TurnsSealKind());

    public string Name => Kind;

    public ISealVerifier CreateVerifier(Genesis genesis) => new Verifier(
        genesis.LedgerId,
        new VerificationKey(genesis.Authority),
        new VerificationKey(
            CoseKey.Read(genesis.SealTerms ?? throw new MalformedException("genesis.sealTerms", "name no second authority"))));

    public static byte[] Sign(ISigner maker, BlockHeader header) =>
        [.. maker.Sign(Signed(header.ToBytes())), .. TreeSignature.Sign(maker, header).ToBytes()];

    private static byte[] Signed(ReadOnlySpan<byte> headerBytes) => [.. "turns"u8, .. Digest.Of(headerBytes).ToArray()];

    private sealed class Verifier(Digest ledger, VerificationKey even, VerificationKey odd) : ISealVerifier
    {
        public IReadOnlyList<VerificationKey> MakerKeys { get; } = [even, odd];

        public SealVerdict Verify(BlockHeader header, ReadOnlySpan<byte> headerBytes, ReadOnlyMemory<byte> seal)
        {
            try
            {
                VerificationKey maker = MakerOf(header);
                if (header.Ledger != ledger || seal.Length <= SignatureSize
                    || !maker.Verify(CoseAlgorithm.ES256, Signed(headerBytes), seal.Span[..SignatureSize]))
                {
                    return new SealVerdict.Bad("the seal is not of the authority whose turn it is");
                }
                var tree = CoseSign1.Read(seal[SignatureSize..]);
                return TreeSignature.Verify(tree, maker, header)
                    ? new SealVerdict.Good(tree)
                    : new SealVerdict.Bad("the seal does not sign the tree of this header");
            }
            catch (MalformedException e)
            {
                return new SealVerdict.Bad(e.Message);
            }
        }

        public bool VerifyOwnEntry(BlockHeader header, Statement entry) => entry.Verify(MakerOf(header));

        public void Dispose()
        {
            even.Dispose();
            odd.Dispose();
        }

        private VerificationKey MakerOf(BlockHeader header) => MakerKeys[(int)(header.Height.Value % 2)];
    }
}
