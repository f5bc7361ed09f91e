using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;

namespace Hallmark.Ledger.Sequencing;

/// <summary>A draft that was handed to the producer, until it is final or overtaken.</summary>
internal sealed class BlockInWork : IDisposable
{
    private readonly CancellationTokenSource _overtaken = new();

    /// <param name="onEnd">Called once <see cref="Seal"/> has ended, on any thread; not where it ended at once.</param>
    public BlockInWork(BlockDraft draft, IReadOnlyList<Pending> statements, IBlockProducer producer, Action onEnd)
    {
        (Draft, Statements) = (draft, statements);
        (Block, Step) = draft.Complete();
        Seal = producer.FinaliseAsync(Block, _overtaken.Token).AsTask();
        if (!Seal.IsCompleted)
        {
            Seal.ContinueWith(_ => onEnd(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public BlockDraft Draft { get; }

    /// <summary>What it was made of; they wait again where it is overtaken.</summary>
    public IReadOnlyList<Pending> Statements { get; }

    public CandidateBlock Block { get; }

    public ChainStep Step { get; }

    /// <summary>Ends with the seal when the block is final, with null when it was overtaken.</summary>
    public Task<byte[]?> Seal { get; }

    public bool IsOvertaken => _overtaken.IsCancellationRequested;

    /// <summary>Another block took its height, or the ledger closes.</summary>
    public void Overtake() => _overtaken.Cancel();

    public void Dispose() => _overtaken.Dispose();
}
