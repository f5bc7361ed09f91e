using Hallmark.Audit.Tests;
using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Training.Tests;

/// <summary>
/// Runs on a ledger in memory. The same request as that of the run that is on record already gives the same checkpoints, bit for bit:
/// whatever happened on the way.
/// </summary>
public sealed class TrainingRunTests(AuditedLedger audited)
{
    /// <summary>The use, the opening, three steps and the closing.</summary>
    private const int Statements = 6;

    public static TheoryData<int, bool> Cuts()
    {
        var cuts = new TheoryData<int, bool>();
        for (int statement = 1; statement <= Statements; statement++)
        {
            cuts.Add(statement, false);
            if (statement < Statements) // behind the closing there is nothing to take up
            {
                cuts.Add(statement, true);
            }
        }
        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_run_that_was_cut_off_is_taken_up_where_it_was_and_comes_to_the_same(int statement, bool recorded)
    {
        using LedgerCopy copy = audited.Copy();
        HonestRun honest = LedgerCopy.Honest(copy.Look());
        await Assert.ThrowsAsync<IOException>(() => TrainAsync(copy, through: door => new CutOffDoor(door, statement, recorded)));

        TrainingResult result = await TrainAsync(copy);

        IsLike(honest, result, copy);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Where_checkpoints_are_lost_it_trains_up_to_there_again(int steps)
    {
        using LedgerCopy copy = audited.Copy();
        HonestRun honest = LedgerCopy.Honest(copy.Look());
        await Assert.ThrowsAsync<IOException>(() => TrainAsync(copy, through: door => new CutOffDoor(door, 2 + steps, recorded: true)));
        Directory.Delete(copy.RunsDirectory, recursive: true);

        TrainingResult result = await TrainAsync(copy);

        IsLike(honest, result, copy);
        Assert.All(honest.Steps, step => Assert.NotNull(
            RunFiles.For(new RegularFiles(copy.RunsDirectory), result.Run).TryRead(RunFiles.Checkpoint(step.Step), step.Checkpoint)));
    }

    [Fact]
    public async Task Steps_behind_the_end_of_the_grant_are_denied_and_said_to_be()
    {
        using LedgerCopy copy = audited.Copy();
        TrainingResult result = await TrainAsync(copy, (door, epoch) =>
        {
            if (epoch == 1)
            {
                using KeySigner key = copy.Key("alice");
                var alice = new MemberSession(door, "alice", key, TimeProvider.System);
                alice.SubmitAsync(new AccessRevoke("school", "plants", Purposes.Training, "enough")).GetAwaiter().GetResult();
            }
        });

        Assert.Equal(2, result.Denials.Count);
        Assert.All(result.Denials, denial => Assert.Contains("access", denial));
        RunState run = State(copy, result.Run);
        Assert.Equal((1L, false), (run.Step, run.IsComplete));
        Assert.NotNull(run.Closed);
    }

    [Fact]
    public async Task Steps_over_a_batch_that_is_not_scheduled_are_denied_one_by_one()
    {
        using LedgerCopy copy = audited.Copy();
        IReadOnlyList<string> scheduled = copy.Schedule().Batches;
        string left = copy.Batches().Select(batch => batch.Id).Single(id => !scheduled.Contains(id));

        TrainingResult result = await TrainAsync(copy, lie: request => request with { Unscheduled = [left] });

        Assert.Equal(3, result.Denials.Count);
        Assert.All(result.Denials, denial => Assert.Equal($"run.step.unscheduled: {left} is not in {copy.Schedule().Id}", denial));
        Assert.Equal((0L, false), (State(copy, result.Run).Step, State(copy, result.Run).IsComplete));
    }

    [Fact]
    public async Task A_batch_that_is_altered_while_it_trains_is_not_trained_on_and_the_run_goes_on_once_it_is_mended()
    {
        using LedgerCopy copy = audited.Copy();
        HonestRun honest = LedgerCopy.Honest(copy.Look());
        ObjectReference content = copy.Manifest(copy.Schedule().Batches[1]).Content;

        ContentException altered = await Assert.ThrowsAsync<ContentException>(() => TrainAsync(copy, (_, epoch) =>
        {
            if (epoch == 2)
            {
                copy.Flip(content, 100);
            }
        }));
        Assert.Equal((ContentFault.Altered, content), (altered.Fault, altered.Reference));
        RunState open = Assert.Single(copy.Look().Ledger.State.List(RunKeys.All), run => run.Closed is null);
        Assert.Equal(2L, open.Step);

        copy.Flip(content, 100);
        TrainingResult result = await TrainAsync(copy);
        Assert.Equal(open.Id, result.Run);
        IsLike(honest, result, copy);
    }

    [Fact]
    public async Task What_could_never_be_trained_leaves_nothing_on_record()
    {
        using LedgerCopy copy = audited.Copy();
        byte[] before = copy.File;
        await Assert.ThrowsAsync<KeyNotFoundException>(() => TrainAsync(
            copy, lie: request => request with { Schedule = "plants/schedule/9" }));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => TrainAsync(
            copy, lie: request => request with { Unscheduled = ["plants/none"] }));
        await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(
            copy, lie: request => request with { Configuration = request.Configuration with { Model = "tree" } }));
        Assert.Equal(before, copy.File);
    }

    /// <summary>Trains as the run on record was trained, but for what a test does to it.</summary>
    private static Task<TrainingResult> TrainAsync(
        LedgerCopy copy, Action<IStatementDoor, int>? behindEpoch = null, Func<TrainingRequest, TrainingRequest>? lie = null,
        Func<IStatementDoor, IStatementDoor>? through = null)
    {
        IStatementDoor? used = null;
        return copy.ActAsync(
            "school",
            (school, catalog) =>
            {
                HonestRun honest = LedgerCopy.Honest(catalog);
                var request = new TrainingRequest
                {
                    Schedule = honest.Open.Schedule,
                    Configuration = honest.Open.Configuration,
                    Evaluation = honest.Open.Evaluation,
                };
                var told = new Told(epoch => behindEpoch?.Invoke(used!, epoch));
                var run = new TrainingRun(school, catalog, (_, _) => default, new RegularFiles(copy.RunsDirectory), told);
                return run.RunAsync(lie?.Invoke(request) ?? request);
            },
            door => used = through?.Invoke(door) ?? door);
    }

    private static RunState State(LedgerCopy copy, string run) => copy.Look().Ledger.State.Find(RunKeys.Run(run))!;

    /// <summary>One more run is on record, closed, with the very steps and the very model of the honest one.</summary>
    private static void IsLike(HonestRun honest, TrainingResult result, LedgerCopy copy)
    {
        Catalog catalog = copy.Look();
        RunState run = Assert.Single(catalog.Ledger.State.List(RunKeys.All), run => run.Id != honest.State.Id);
        Assert.Equal((result.Run, true), (run.Id, run.IsComplete));
        Assert.Empty(result.Denials);
        Assert.Equal(
            honest.Steps.Select(step => (step.Step, step.LossPpm, step.Checkpoint)),
            RecordedSteps.Of(catalog, run.Id).Select(pair => (pair.Step.Step, pair.Step.LossPpm, pair.Step.Checkpoint)));
        RunClose close = Payload.Read<RunClose>(catalog.Ledger.ReadEntry(run.Closed!.Value).Statement);
        Assert.Equal((honest.Close.Model, honest.Close.TestAccuracyPpm), (close.Model, close.TestAccuracyPpm));
        Assert.Equal((close.Model, close.TestAccuracyPpm), (result.Model, result.Test?.AccuracyPpm));
    }

    /// <summary>Epochs heard on the thread that trains.</summary>
    private sealed class Told(Action<int> hear) : IProgress<(int Epoch, int Epochs)>
    {
        public void Report((int Epoch, int Epochs) value) => hear(value.Epoch);
    }

    /// <summary>Ends at a statement, before it is handed in or before its answer comes.</summary>
    private sealed class CutOffDoor(IStatementDoor inner, int at, bool recorded) : IStatementDoor
    {
        private int _handedIn;

        public LedgerView View => inner.View;

        public void CatchUp() => inner.CatchUp();

        public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
        {
            bool last = ++_handedIn == at;
            if (!last || recorded)
            {
                Submission answer = await inner.SubmitAsync(statement, cancellation);
                if (!last)
                {
                    return answer;
                }
            }
            throw new IOException("cut off");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
