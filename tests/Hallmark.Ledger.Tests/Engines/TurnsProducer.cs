using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>One of two authorities: it makes the blocks of its own heights and waits for the others'.</summary>
/// <param name="authority">Its key, one of the two.</param>
/// <param name="turn">0 for even heights, 1 for odd ones.</param>
internal sealed class TurnsProducer(ISigner authority, ulong turn) : IBlockProducer
{
    public string Kind => TurnsSealKind.Kind;

    public ISigner Signer { get; } = authority;

    public IReadOnlyList<Statement> Order(BlockHeight height, IReadOnlyList<Statement> waiting) => height.Value % 2 == turn ? waiting : [];

    public Statement Deny(Denial denial, long issuedAt) => denial.Sign(Signer, issuedAt);

    public ValueTask<byte[]?> FinaliseAsync(CandidateBlock block, CancellationToken overtaken) =>
        ValueTask.FromResult<byte[]?>(TurnsSealKind.Sign(Signer, block.Header));
}
