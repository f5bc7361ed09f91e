using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Engines;

/// <summary>
/// Makes a ledger's blocks final, and says what they are made of: the half of a sealing engine that holds keys and talks to others. The
/// other half, which only verifies, is an <see cref="Evidence.Seals.ISealKind"/>. The sequencer drafts (it executes statements and works
/// out the header); the producer orders and finalises.
/// <para>Three moments of a block, which are one for a lone authority:</para>
/// <list type="bullet">
/// <item><b>written</b>: it will be found again after a crash, and nothing more than that. A producer that tells anybody of a block
/// before it is final writes it to a place of its own first; the ledger's file never holds a block that is not final.</item>
/// <item><b>final</b>: there is a seal, and no other block will ever stand at this height.</item>
/// <item><b>acknowledged</b>: those who handed statements in were told. Only what is final and flushed to the ledger's file is published
/// or acknowledged; in between it is nowhere to be seen.</item>
/// </list>
/// <para>What is promised:</para>
/// <list type="bullet">
/// <item><b>Order.</b> One block at a time: nothing is drafted while a draft is not final. Heights come without gaps.</item>
/// <item><b>Concurrency.</b> All calls come from the one writer's thread, never two at once. A task that <see cref="FinaliseAsync"/>
/// returned may end on any thread; meanwhile the writer goes on taking in statements and blocks made elsewhere.</item>
/// <item><b>Durability.</b> The sequencer has written nothing when it asks for a seal; once it has one, it writes block and seal with one
/// flush. If the process dies before that flush, the block is not in the ledger: a producer for which it is final all the same (others
/// have it) hands it in by <see cref="Ledger.AppendAsync"/> after the next opening, which is the normal way of a block made
/// elsewhere.</item>
/// <item><b>Failure.</b> An exception ends the writer, as a failed flush does: those who wait get an <see cref="IOException"/>, and what is
/// in the ledger shows when it is opened again. Not being able to go on for a while is no failure: then the task just does not end.</item>
/// </list>
/// </summary>
public interface IBlockProducer
{
    /// <summary>Kind of the seals it makes: what the genesis' engine says.</summary>
    string Kind { get; }

    /// <summary>
    /// This node's own key, one of the ledger's <see cref="Evidence.Seals.ISealVerifier.MakerKeys"/>. It signs what the node writes for
    /// itself, its snapshots, and the genesis of a new ledger.
    /// </summary>
    ISigner Signer { get; }

    /// <summary>
    /// Which of the waiting statements make the next block, in the order in which they are executed. Those left out wait on, and with none
    /// chosen there is no block; it is asked again whenever another statement or a block made elsewhere has come.
    /// </summary>
    /// <param name="height">Of the next block.</param>
    /// <param name="waiting">Not empty, as they came; well signed, and no more than fit into one block.</param>
    IReadOnlyList<Statement> Order(BlockHeight height, IReadOnlyList<Statement> waiting);

    /// <summary>
    /// The entry that records a denial, as the kind of seal verifies it: signed by this node, or, where all nodes have to derive the
    /// same bytes, without a signature and with nothing random in it.
    /// </summary>
    /// <param name="issuedAt">Time of the block, in seconds since 1970-01-01 UTC.</param>
    Statement Deny(Denial denial, long issuedAt);

    /// <summary>Ends when the block is final, with its seal. That may be at once or after other nodes have answered.</summary>
    /// <param name="overtaken">
    /// Cancelled when another block took this height or the ledger closes. The task then ends soon: with null, as cancelled, or with a seal
    /// that was made already. Statements of an overtaken block wait again.
    /// </param>
    /// <returns>A seal that the ledger's verifier finds good for this header; null only where it was overtaken.</returns>
    ValueTask<byte[]?> FinaliseAsync(CandidateBlock block, CancellationToken overtaken);
}

/// <summary>A block that was drafted and is not final: everything but its seal.</summary>
/// <param name="HeaderBytes">What a seal signs.</param>
/// <param name="Outcomes">One for each entry.</param>
public sealed record CandidateBlock(
    BlockHeader Header,
    ReadOnlyMemory<byte> HeaderBytes,
    IReadOnlyList<ReadOnlyMemory<byte>> Entries,
    IReadOnlyList<ReadOnlyMemory<byte>> Outcomes)
{
    /// <summary>The block as it lies in a ledger's file and travels between nodes.</summary>
    public BlockRecord With(ReadOnlyMemory<byte> seal) => new(HeaderBytes, seal, Entries, Outcomes);
}
