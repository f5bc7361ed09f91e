using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Features;
using Hallmark.Files;

namespace Hallmark.Training;

/// <summary>What is trained, and how.</summary>
public sealed record TrainingRequest
{
    public required string Schedule { get; init; }

    public required ModelConfiguration Configuration { get; init; }

    public string Purpose { get; init; } = Purposes.Training;

    public EvaluationSet? Evaluation { get; init; }

    /// <summary>
    /// Batches trained on behind the scheduled ones of each epoch, against the rules: the ledger denies every step that names
    /// them, and the audit says so. For showing what happens.
    /// </summary>
    public IReadOnlyList<string> Unscheduled { get; init; } = [];
}

/// <summary>How a run went.</summary>
/// <param name="Denials">What the ledger said to each denied step, in order.</param>
public sealed record TrainingResult(
    string Run, ObjectReference Model, HeldOutFigures? Test, IReadOnlyList<long> LossesPpm, IReadOnlyList<string> Denials);

/// <summary>
/// A training run on record, stage by stage: open or take up again, train epoch by epoch, close. It can die anywhere and be
/// started again with the same request: what is on record is continued, never repeated.
/// </summary>
public sealed class TrainingRun(
    MemberSession member, Catalog catalog, SecretFinder secrets, RegularFiles runs, IProgress<(int Epoch, int Epochs)>? progress = null)
{
    /// <exception cref="KeyNotFoundException">
    /// No such schedule, or an unscheduled batch that is not there; nothing was put on record.
    /// </exception>
    /// <exception cref="ArgumentException">The configuration or the data are not for training; nothing was put on record.</exception>
    public async Task<TrainingResult> RunAsync(TrainingRequest request, CancellationToken cancellation = default)
    {
        FeatureSelection features = await CheckAsync(request, cancellation).ConfigureAwait(false);
        List<BatchState> batches = Batches(request);
        string? open = FindOpen(request, features.Width);
        var reading = await BatchReading.OpenAsync(
            member, catalog, batches[0].Dataset, batches, ReadFor.Purpose(request.Purpose), secrets, again: open is null, cancellation)
                .ConfigureAwait(false);
        ModelTrainer? begun = open is null ? Start(request, reading, features, batches, cancellation) : null;
        string run = open
            ?? (await member.ObtainAsync(OpeningOf(request, features.Width), cancellation).ConfigureAwait(false)).Run;
        RunState state = State(run);
        var files = RunFiles.For(runs, run);
        Schema schema = features.Schema;
        using RunSeal seal = await RunSeal.OfAsync(catalog, state, batches, reading).ConfigureAwait(false);
        (ModelTrainer trainer, int done) = begun is not null
            ? (begun, 0)
            : await TakeUpAsync(state, request, files, seal, reading, features, batches, cancellation).ConfigureAwait(false);
        var losses = new List<long>();
        var denials = new List<string>();
        for (int epoch = done + 1; epoch <= request.Configuration.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            long loss = await TrainEpochAsync(trainer, reading, schema, batches, cancellation).ConfigureAwait(false);
            losses.Add(loss);
            await LogAsync(run, epoch, batches, loss, files, seal, trainer, denials, cancellation).ConfigureAwait(false);
            progress?.Report((epoch, request.Configuration.Epochs));
        }
        return await CloseAsync(request, run, files, seal, schema, trainer, losses, denials, cancellation).ConfigureAwait(false);
    }

    /// <summary>What could never be trained must not leave an open run behind.</summary>
    private async ValueTask<FeatureSelection> CheckAsync(TrainingRequest request, CancellationToken cancellation)
    {
        ScheduleState schedule = ScheduleOf(request);
        Schema schema = await catalog.SchemaAsync(schedule, cancellation).ConfigureAwait(false);
        foreach (string batch in request.Unscheduled)
        {
            if (schema.Find(catalog.Manifest(catalog.Batch(batch)).SchemaDigest) is null)
            {
                throw new ArgumentException($"{batch} has a later schema than {schedule.Id} was made under");
            }
        }
        ModelTrainer.Require(request.Configuration, schema);
        return ScheduleFeatures.Of(catalog, schedule, schema);
    }

    private ScheduleState ScheduleOf(TrainingRequest request) =>
        catalog.Ledger.State.Find(ScheduleKeys.Schedule(request.Schedule))
            ?? throw new KeyNotFoundException($"there is no schedule '{request.Schedule}' on this ledger");

    /// <summary>An open run that this very request started and did not finish.</summary>
    private string? FindOpen(TrainingRequest request, int inputs)
    {
        byte[] wanted = OpeningOf(request, inputs).ToMap().ToBytes();
        return catalog.Ledger.State.List(RunKeys.All)
            .Where(run => run.Closed is null && run.Trainer == member.Member && run.Schedule == request.Schedule)
            .Where(run =>
                Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement).ToMap().ToBytes().AsSpan().SequenceEqual(wanted))
            .Select(run => run.Id)
            .FirstOrDefault();
    }

    /// <param name="inputs">Features that the model reads; older rules do not ask for them.</param>
    private RunOpen OpeningOf(TrainingRequest request, int inputs) =>
        new(request.Schedule, request.Purpose, request.Configuration, request.Evaluation)
        {
            Inputs = catalog.Ledger.Last.Rules >= RuleVersions.BoundRuns ? inputs : null,
        };

    private List<BatchState> Batches(TrainingRequest request)
    {
        return [.. ScheduleOf(request).Batches.Concat(request.Unscheduled).Select(catalog.Batch)];
    }

    /// <summary>Before a run is on record: data that nothing can be learned from must not leave an open one behind.</summary>
    private static ModelTrainer Start(
        TrainingRequest request, BatchReading reading, FeatureSelection features, IReadOnlyList<BatchState> batches,
        CancellationToken cancellation) => ModelTrainer.Start(
            request.Configuration, features, batches.Select(batch => reading.ReadAsync(batch, features.Schema, cancellation).Pull()));

    /// <summary>Takes up from the checkpoint of the last step on record; where that file is lost, trains up to there again.</summary>
    private async Task<(ModelTrainer Trainer, int EpochsDone)> TakeUpAsync(
        RunState run, TrainingRequest request, RunFiles files, RunSeal seal, BatchReading reading, FeatureSelection features,
        IReadOnlyList<BatchState> batches, CancellationToken cancellation)
    {
        int done = (int)run.Step;
        if (done > 0 && files.TryRead(RunFiles.Checkpoint(done), RecordedSteps.Last(catalog, run.Id).Checkpoint)
            is { } checkpoint)
        {
            return (ModelTrainer.Resume(seal.Plain(SealedKind.Checkpoint, checkpoint), features), done);
        }
        ModelTrainer trainer = Start(request, reading, features, batches, cancellation);
        for (int epoch = 1; epoch <= done; epoch++)
        {
            await TrainEpochAsync(trainer, reading, features.Schema, batches, cancellation).ConfigureAwait(false);
            files.Write(RunFiles.Checkpoint(epoch), seal.Stored(SealedKind.Checkpoint, trainer.Checkpoint()));
        }
        return (trainer, done);
    }

    /// <summary>
    /// Reads each batch anew, so that its hash is checked at the moment it is trained on. Answers the mean loss in millionths.
    /// </summary>
    private static async Task<long> TrainEpochAsync(
        ModelTrainer trainer, BatchReading reading, Schema schema, IReadOnlyList<BatchState> batches, CancellationToken cancellation)
    {
        var loss = new EpochLoss();
        foreach (BatchState batch in batches)
        {
            RecordBatch records = await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false);
            loss.Add(trainer.TrainOn(records), records.Labelled);
        }
        return loss.Ppm;
    }

    private async Task LogAsync(
        string run, int epoch, IReadOnlyList<BatchState> batches, long loss, RunFiles files, RunSeal seal, ModelTrainer trainer,
        List<string> denials, CancellationToken cancellation)
    {
        ObjectReference checkpoint = files.Write(RunFiles.Checkpoint(epoch), seal.Stored(SealedKind.Checkpoint, trainer.Checkpoint()));
        var step = new RunStep(run, epoch, epoch, [.. batches.Select(batch => batch.Id)], loss, checkpoint);
        try
        {
            await member.SubmitAsync(step, cancellation).ConfigureAwait(false);
        }
        catch (StatementDeniedException denied)
        {
            denials.Add($"{denied.Rule}: {denied.Reason}");
        }
    }

    private async Task<TrainingResult> CloseAsync(
        TrainingRequest request, string run, RunFiles files, RunSeal seal, Schema schema, ModelTrainer trainer, IReadOnlyList<long> losses,
        IReadOnlyList<string> denials, CancellationToken cancellation)
    {
        ObjectReference model = files.Write(RunFiles.Model, seal.Stored(SealedKind.Model, trainer.Model()));
        HeldOutFigures? test = request.Evaluation is { } set
            ? trainer.Measure(await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false))
            : null;
        var close = new RunClose(run, model, test?.AccuracyPpm) { TestError = test?.Error };
        await member.SubmitAsync(close, cancellation).ConfigureAwait(false);
        return new TrainingResult(run, model, test, losses, denials);
    }

    private RunState State(string run) => catalog.Ledger.State.Find(RunKeys.Run(run))!;
}
