using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;

namespace Hallmark.Ledger.Tests.Sequencing;

/// <summary>Who waits behind whom: nobody waits for a statement that has not come yet.</summary>
public sealed class SequencerTests
{
    [Fact]
    public async Task Those_who_wait_behind_a_refused_statement_that_stands_alone_need_no_further_one()
    {
        using var producer = new HeldProducer();
        await using Ledger ledger = Ledger.Open(new MemoryDisk(World.Fresh), producer, World.Contracts, World.Clock);
        // All four are handed in while the writer is held, so that it hears of them once.
        Task<Submission> before = ledger.SubmitAsync(World.Sign(subject: "before").Bytes);
        producer.WaitUntilHeld();
        Task<Submission> move = ledger.SubmitAsync(World.Sign(NoteContracts.Move, "9").Bytes);
        Task<Submission>[] behind = [.. Enumerable.Range(0, 3).Select(i => ledger.SubmitAsync(World.Sign(subject: $"b{i}").Bytes))];
        producer.LetGo();

        Submission[] answers = await Task.WhenAll([before, .. behind]).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.IsType<Submission.Refused>(await move);
        Assert.All(answers, answer => Assert.Equal(1UL, Assert.IsType<Submission.Accepted>(answer).Height.Value));
    }

    /// <summary>A lone authority that holds the writer when first asked, chooses nothing then, and later moves before notes.</summary>
    private sealed class HeldProducer : IBlockProducer, IDisposable
    {
        private readonly ManualResetEventSlim _held = new();
        private readonly ManualResetEventSlim _released = new();

        public string Kind => World.Engine.Kind;

        public ISigner Signer => World.Engine.Signer;

        public void WaitUntilHeld() => Assert.True(_held.Wait(TimeSpan.FromMinutes(1)));

        public void LetGo() => _released.Set();

        public IReadOnlyList<Statement> Order(BlockHeight height, IReadOnlyList<Statement> waiting)
        {
            if (!_held.IsSet)
            {
                _held.Set();
                _released.Wait();
                return [];
            }
            return [.. waiting.OrderBy(statement => statement.Kind != NoteContracts.Move)];
        }

        public Statement Deny(Denial denial, long issuedAt) => World.Engine.Deny(denial, issuedAt);

        public ValueTask<byte[]?> FinaliseAsync(CandidateBlock block, CancellationToken overtaken) =>
            World.Engine.FinaliseAsync(block, overtaken);

        public void Dispose()
        {
            _held.Dispose();
            _released.Dispose();
        }
    }
}
