using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Engines;

/// <summary>
/// The embedded default: one authority takes everything as it comes and signs every header. Nobody else has a say, so a block is final as
/// soon as it is signed, and written, final and acknowledged with the same flush.
/// </summary>
public sealed class SoloProducer(ISigner authority) : IBlockProducer
{
    public string Kind => SoloSeal.Kind;

    public ISigner Signer { get; } = authority;

    public IReadOnlyList<Statement> Order(BlockHeight height, IReadOnlyList<Statement> waiting) => waiting;

    public Statement Deny(Denial denial, long issuedAt) => denial.Sign(Signer, issuedAt);

    public ValueTask<byte[]?> FinaliseAsync(CandidateBlock block, CancellationToken overtaken) =>
        ValueTask.FromResult<byte[]?>(SoloSeal.Sign(Signer, block.Header).ToBytes());
}
