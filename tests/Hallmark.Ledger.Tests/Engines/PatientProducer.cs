using System.Collections.Concurrent;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>
/// A lone authority that takes its time, as if others had to agree first: it keeps each block in a journal of its own, and the block is
/// final only when the test says so.
/// </summary>
internal sealed class PatientProducer(ISigner authority) : IBlockProducer
{
    private readonly BlockingCollection<Written> _written = [];

    /// <summary>Everything that was ever written, final or not; outlives the process.</summary>
    public ConcurrentQueue<CandidateBlock> Journal { get; } = new();

    public string Kind => SoloSeal.Kind;

    public ISigner Signer { get; } = authority;

    public IReadOnlyList<Statement> Order(BlockHeight height, IReadOnlyList<Statement> waiting) => waiting;

    public Statement Deny(Denial denial, long issuedAt) => denial.Sign(Signer, issuedAt);

    public async ValueTask<byte[]?> FinaliseAsync(CandidateBlock block, CancellationToken overtaken)
    {
        var written = new Written(block, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        Journal.Enqueue(block);
        _written.Add(written, CancellationToken.None);
        using CancellationTokenRegistration gaveUp = overtaken.Register(() => written.Agreed.TrySetResult(false));
        return await written.Agreed.Task ? Seal(block) : null;
    }

    /// <summary>Waits for the next block to be written.</summary>
    public Written Next() =>
        _written.TryTake(out Written? written, TimeSpan.FromMinutes(1)) ? written : throw new TimeoutException("no block came");

    /// <summary>What the others' agreement amounts to.</summary>
    public byte[] Seal(CandidateBlock block) => SoloSeal.Sign(Signer, block.Header).ToBytes();

    /// <param name="Block">What was written.</param>
    /// <param name="Agreed">True makes the block final; false gives it up; an exception is one of the producer.</param>
    public sealed record Written(CandidateBlock Block, TaskCompletionSource<bool> Agreed);
}
