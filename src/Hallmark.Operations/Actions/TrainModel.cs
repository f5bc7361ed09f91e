using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Runs;
using Hallmark.Training;

namespace Hallmark.Operations.Actions;

/// <summary>Trains on a committed schedule, every step on record; a run that was cut off is taken up again by the same request.</summary>
/// <param name="Dataset">What is trained on.</param>
/// <param name="Configuration">The model, and how it is trained.</param>
public sealed record TrainModel(string Dataset, ModelConfiguration Configuration) : MemberAction<TrainedModel>
{
    /// <summary>The schedule's id; null for the trainer's newest of the dataset.</summary>
    public string? Schedule { get; init; }

    /// <summary>
    /// Decides first weights and the order within batches, in place of the configuration's; null for that of a drawn schedule, which runs
    /// on it have to take, and otherwise for the configuration's.
    /// </summary>
    public ulong? Seed { get; init; }

    /// <summary>What the batches are used for; the grant must be for this purpose.</summary>
    public string Purpose { get; init; } = Purposes.Training;

    /// <summary>Held-out file to measure the model on; null for none.</summary>
    public string? Test { get; init; }

    /// <summary>What is declared of that file.</summary>
    public SourceWords TestWords { get; init; } = SourceWords.None;

    /// <summary>Told how that file was read; null for nobody.</summary>
    public Action<ReadSource>? Told { get; init; }

    /// <summary>Told which of its records are trained on, where that may be chance; null for nobody.</summary>
    public Action<HeldOutOverlap>? Overlapping { get; init; }

    /// <summary>Also compare with training on all batches, over so many seeds; 0 for not. Needs <see cref="Test"/>.</summary>
    public int CompareSeeds { get; init; }

    /// <summary>Train on these batches, too, though they are not scheduled: the ledger denies the steps.</summary>
    public IReadOnlyList<string> Unscheduled { get; init; } = [];

    /// <exception cref="UsageException">No such training can be; nothing was put on record.</exception>
    public override async Task<TrainedModel> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Checked(Configuration);
        MemberNames.RequireName(Purpose);
        if (CompareSeeds < 0)
        {
            throw new UsageException($"--compare: {CompareSeeds} is no number of seeds");
        }
        if (CompareSeeds > 0 && Test is null)
        {
            throw new UsageException("--compare: needs --test, to compare on");
        }
        Catalog catalog = workspace.Catalog;
        string dataset = catalog.Dataset(Dataset).Name;
        MemberSession trainer = workspace.ActAs(As, Roles.Trainer);
        string schedule = Schedule ?? Newest(catalog, dataset, trainer.Member);
        var request = new TrainingRequest
        {
            Schedule = schedule,
            Configuration = Configuration with { Seed = Seed ?? DrawnSeed(catalog, schedule) ?? Configuration.Seed },
            Purpose = Purpose,
            Evaluation = await EvaluationAsync(workspace, dataset, schedule, cancellation).ConfigureAwait(false),
            Unscheduled = Unscheduled,
        };
        TrainingResult trained;
        using (await AloneAsync(workspace, request.Schedule, cancellation).ConfigureAwait(false))
        {
            trained = await TrainAsync(workspace, trainer, request, cancellation).ConfigureAwait(false);
        }
        if (CompareSeeds > 0)
        {
            await new CompareRun(trained.Run, CompareSeeds) { As = trainer.Member }.ExecuteAsync(workspace, cancellation)
                .ConfigureAwait(false);
        }
        string[] weights = [.. (await catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false)).Columns
            .Where(column => column.Role == ColumnRole.Weight).Select(column => column.Name)];
        return new TrainedModel(RecordedRun.Find(catalog, workspace.Home, trained.Run), trained.Denials, weights);
    }

    /// <exception cref="UsageException">A value that no run could have.</exception>
    internal static ModelConfiguration Checked(ModelConfiguration configuration)
    {
        try
        {
            return ModelConfiguration.Read(CborMap.Read(configuration.ToMap().ToBytes(), "model"));
        }
        catch (MalformedException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private async Task<EvaluationSet?> EvaluationAsync(
        Workspace workspace, string dataset, string schedule, CancellationToken cancellation)
    {
        if (Test is null)
        {
            return null;
        }
        Catalog catalog = workspace.Catalog;
        ScheduleState? chosen = catalog.Ledger.State.Find(ScheduleKeys.Schedule(schedule));
        Schema schema = chosen is null
            ? await catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false)
            : await catalog.SchemaAsync(chosen, cancellation).ConfigureAwait(false);
        EvaluationSet set = await HeldOutFile.StoreAsync(workspace, dataset, schema, Test, TestWords, Told, cancellation)
            .ConfigureAwait(false);
        bool isFixed = catalog.Ledger.Last.Rules < RuleVersions.BoundRuns || chosen is null
            || CommitEvaluation.Find(catalog, dataset, set)?.Entry < chosen.Entry;
        if (!isFixed)
        {
            throw new UsageException(
                $"--test: nobody committed to {Test} before {schedule} was chosen "
                    + $"('hallmark evaluation commit {Test} --dataset {dataset}', then 'hallmark schedule' anew)");
        }
        HeldOutOverlap? overlap = chosen is null ? null : await HeldOutOverlap
            .FindAsync(workspace, schema, set, chosen.Batches.Select(catalog.Batch), Test, TestWords, cancellation).ConfigureAwait(false);
        if (overlap is { IsBroken: true })
        {
            throw overlap.Refusal("--test: ");
        }
        if (overlap is not null)
        {
            Overlapping?.Invoke(overlap);
        }
        return set;
    }

    private static ulong? DrawnSeed(Catalog catalog, string schedule) =>
        catalog.Ledger.State.Find(ScheduleKeys.Schedule(schedule)) is { SeedOrigin: SeedOrigins.Revealed } drawn
            ? ScheduleSeed.OfRun(drawn.Id, drawn.Seed)
            : null;

    /// <summary>
    /// Waits until no other process of this home trains on the schedule: two would take each other's open run for one that was cut off, and
    /// write its steps twice.
    /// </summary>
    private static async Task<IDisposable?> AloneAsync(Workspace workspace, string schedule, CancellationToken cancellation)
    {
        if (workspace.Catalog.Ledger.State.Find(ScheduleKeys.Schedule(schedule)) is null)
        {
            return null; // the training says so
        }
        return await TaskLock.TakeAsync(workspace, TaskLock.Training, schedule, cancellation).ConfigureAwait(false);
    }

    private async Task<TrainingResult> TrainAsync(
        Workspace workspace, MemberSession trainer, TrainingRequest request, CancellationToken cancellation)
    {
        var told = Progress?.Stage<(int Epoch, int Epochs)>($"training on {request.Schedule}", at => $"epoch {at.Epoch} of {at.Epochs}");
        var run = new TrainingRun(trainer, workspace.Catalog, workspace.Custodians.OpenAsync, workspace.Home.Runs, told);
        try
        {
            return await run.RunAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static string Newest(Catalog catalog, string dataset, string trainer) =>
        catalog.Ledger.State.List(ScheduleKeys.All)
            .Where(schedule => schedule.Dataset == dataset && schedule.Trainer == trainer)
            .MaxBy(schedule => schedule.Entry)?.Id
        ?? throw new UsageException($"{trainer} has no schedule of {dataset}; 'hallmark schedule' makes one");
}

/// <param name="Run">As it stands on record.</param>
/// <param name="Denials">What the ledger said to each denied step, in order.</param>
/// <param name="Weights">Columns that say how much records count; training counts all alike.</param>
public sealed record TrainedModel(RecordedRun Run, IReadOnlyList<string> Denials, IReadOnlyList<string> Weights);
