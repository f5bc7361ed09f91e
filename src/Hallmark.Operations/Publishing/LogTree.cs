using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Publishing;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Publishing;

/// <summary>The tree of a ledger, from a home or from static files alone: what growth is proven with.</summary>
/// <param name="MakerKeys">One of them signs checkpoints and receipts.</param>
/// <param name="ReceiptOf">The consistency receipt for a proof; null where no seal is kept for its newer size.</param>
/// <param name="Contradiction">What a kept head says that is not so here, beside size and root; null for nothing.</param>
public sealed record LogTree(
    Digest Ledger,
    IReadOnlyList<CoseKey> MakerKeys,
    TreeSize Size,
    TileProofs Proofs,
    Func<ConsistencyProof, byte[]?> ReceiptOf,
    Func<Head, string?> Contradiction)
{
    /// <param name="log">Folder of the static files; null for the home's ledger.</param>
    /// <exception cref="LedgerDamagedException">What is there does not fit together; names the file.</exception>
    public static LogTree Open(HomeReader home, string? log) => log is null ? Of(home.OpenCommitted()) : Of(StaticLog.Open(log));

    private static LogTree Of(LedgerView ledger) => new(
        ledger.Id, ledger.MakerKeys, ledger.Size, new TileProofs(ledger.Tiles),
        proof =>
        {
            SealedHeader block = ledger.ReadSeal(ledger.HeightOf(new EntryIndex(proof.Newer.Value - 1)));
            return block.Header.Size == proof.Newer ? ConsistencyReceipt.Assemble(block.Tree, proof) : null;
        },
        head => HeadProblem.Find(ledger, head)?.Message);

    private static LogTree Of(StaticLogReader log) => new(
        log.Ledger, log.MakerKeys, log.Size, new TileProofs(log),
        proof => proof.Newer == log.Size ? log.ConsistencyReceipt(proof.Older) : null,
        // Headers of older blocks are not among the static files.
        head => head.Size == log.Size && head != Head.Of(log.Header)
            ? $"its block is {head.HeaderHash}, the log's newest is {log.Header.Hash}"
            : null);
}
