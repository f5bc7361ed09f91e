using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;

namespace Hallmark.Contracts.Runs;

/// <summary>
/// What a training run may do: its schedule's batches, in their order, under a grant that still holds, while they are accepted.
/// </summary>
internal static class RunRules
{
    /// <summary>A trainer opens a run on its own schedule, granted the dataset for this purpose.</summary>
    public static void Open(Ruling ruling)
    {
        RunOpen open = Payload.Read<RunOpen>(ruling.Statement);
        ruling.Since(RuleVersions.BoundRuns, open.Inputs is not null, "inputs");
        ruling.Since(RuleVersions.BoundRuns, open.Engine is not null, "engine");
        ruling.RequireRole(Roles.Trainer);
        Ruling.Require(
            ruling.Rules < RuleVersions.KnownModels || open.Engine is not null
                || ModelConfiguration.Kinds.Contains(open.Configuration.Model),
            "run.model",
            $"there is no kind of model '{open.Configuration.Model}'; there are {string.Join(", ", ModelConfiguration.Kinds)}");
        Ruling.Require(
            ruling.Rules < RuleVersions.UnseenData || open.Engine is not { } engine || !ModelConfiguration.OwnNames.Contains(engine),
            "run.engine", $"'{open.Engine}' is the built-in engine's name, whose runs are trained again and not attested");
        ScheduleState schedule = ruling.Get(ScheduleKeys.Schedule(open.Schedule), $"schedule {open.Schedule}");
        Ruling.Require(schedule.Trainer == ruling.Sender.Name, "run.schedule", $"{schedule.Id} was committed by {schedule.Trainer}");
        AccessRules.RequirePurpose(ruling, open.Purpose);
        RequireRights(ruling, schedule.Batches, ReadFor.Purpose(open.Purpose));
        DatasetState dataset = DatasetOf(ruling, schedule);
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Know(RunFacts.Opening, open);
        if (ruling.Rules >= RuleVersions.BoundRuns)
        {
            RequireBound(ruling, open, schedule, dataset);
        }
        string run = $"{schedule.Dataset}/run/{ruling.Count("run/" + schedule.Dataset)}";
        ruling.Put(RunKeys.Run(run), new RunState(
            run, schedule.Id, schedule.Dataset, ruling.Sender.Name, open.Purpose, open.Configuration.Epochs, ruling.Block.Entry, Step: 0,
            Epoch: 1, Position: 0, Closed: null)
        {
            Engine = open.Engine,
        });
        ruling.Emit(new RunOpened(run, schedule.Id));
    }

    /// <summary>
    /// What a run claims is bound before it begins: what can be trained again at a bearable cost, on a seed that follows from the drawn
    /// one where there is one, measured on records that were fixed before the choice.
    /// </summary>
    private static void RequireBound(Ruling ruling, RunOpen open, ScheduleState schedule, DatasetState dataset)
    {
        bool foretells = ruling.Rules >= RuleVersions.Targets && dataset.TaskOrDefault == LearningTask.Regression;
        Ruling.Require(
            open.Engine is not null || foretells || (dataset.Label is not null && dataset.Classes >= 2), "run.configuration",
            $"the built-in engine trains on a label of at least two classes, and {dataset.Name} has {dataset.Classes}");
        Ruling.Require(
            open.Engine is not null || open.Inputs is not null, "run.configuration", "the run does not say how many features it reads");
        ruling.Know(RunFacts.Effort, RunEffort.Require(ruling, open, schedule, foretells ? 1 : dataset.Classes));
        Ruling.Require(
            schedule.SeedOrigin != SeedOrigins.Revealed || open.Configuration.Seed == ScheduleSeed.OfRun(schedule.Id, schedule.Seed),
            "run.seed", $"the seed of {schedule.Id} was drawn, and that of a run on it follows from it: "
                + $"{ScheduleSeed.OfRun(schedule.Id, schedule.Seed)}, not {open.Configuration.Seed}");
        if (EvaluationRules.Require(ruling, open.Evaluation, schedule) is { } evaluation)
        {
            ruling.Know(RunFacts.Evaluation, evaluation);
        }
        StateKey<CounterState> tries = RunKeys.Tries(schedule.Id);
        ruling.Put(tries, new CounterState((ruling.Find(tries)?.Value ?? 0) + 1));
    }

    /// <summary>A stretch of an open run: the schedule's next batches, in order, none left out and none put in.</summary>
    public static void Step(Ruling ruling)
    {
        RunStep step = Payload.Read<RunStep>(ruling.Statement);
        ruling.RequireRole(Roles.Trainer);
        (RunState run, ScheduleState schedule) = GetOpen(ruling, step.Run);
        ruling.Know(DatasetFacts.Dataset, DatasetOf(ruling, schedule));
        ruling.Know(RunFacts.Run, run);
        ruling.Know(RunFacts.Step, step);
        foreach (string id in step.Batches)
        {
            Ruling.Require(schedule.Batches.Contains(id), "run.step.unscheduled", $"{id} is not in {schedule.Id}");
        }
        RequireRights(ruling, step.Batches, ReadFor.Purpose(run.Purpose));
        Ruling.Require(step.Step == run.Step + 1, "run.step.number", $"step {step.Step} does not follow step {run.Step}");
        Ruling.Require(
            !run.IsComplete && step.Epoch == run.Epoch, "run.step.epoch",
            $"epoch {step.Epoch} is not due, {(run.IsComplete ? "none is" : $"{run.Epoch} is")}");
        int position = (int)run.Position;
        Ruling.Require(
            step.Batches.Count > 0 && schedule.Batches.Skip(position).Take(step.Batches.Count).SequenceEqual(step.Batches),
            "run.step.order", $"the batches are not the next ones of {schedule.Id} from place {position}");
        bool epochDone = position + step.Batches.Count == schedule.Batches.Count;
        ruling.Put(RunKeys.Run(run.Id), run with
        {
            Step = step.Step,
            Epoch = epochDone ? run.Epoch + 1 : run.Epoch,
            Position = epochDone ? 0 : position + step.Batches.Count,
        });
        ruling.Emit("run.stepped", ("run", run.Id), ("step", step.Step.ToString()), ("checkpoint", step.Checkpoint.Digest.ToString()));
    }

    /// <summary>
    /// The trainer ends its run. Steps that were denied leave gaps; the run can be closed all the same, and the audit says what
    /// was broken: a run that stayed open for ever would hide it.
    /// </summary>
    public static void Close(Ruling ruling)
    {
        RunClose close = Payload.Read<RunClose>(ruling.Statement);
        ruling.Since(RuleVersions.Targets, close.TestError is not null, "testExplained");
        (RunState run, ScheduleState schedule) = GetOpen(ruling, close.Run);
        ruling.Know(DatasetFacts.Dataset, DatasetOf(ruling, schedule));
        ruling.Know(RunFacts.Run, run);
        ruling.Know(RunFacts.Closing, close);
        ruling.Put(RunKeys.Run(run.Id), run with { Closed = ruling.Block.Entry });
        ruling.Emit("run.closed", ("run", run.Id), ("model", close.Model.Digest.ToString()), ("complete", run.IsComplete ? "yes" : "no"));
    }

    /// <summary>The trainer says what its run was compared with; a later comparison takes the place of an earlier one.</summary>
    public static void Compare(Ruling ruling)
    {
        RunCompare compare = Payload.Read<RunCompare>(ruling.Statement);
        RunState run = ruling.Get(RunKeys.Run(compare.Run), $"run {compare.Run}");
        Ruling.Require(run.Trainer == ruling.Sender.Name, "run.trainer", $"{run.Id} is a run of {run.Trainer}");
        ObjectLimits.Require(ruling, compare.Comparison, ObjectLimits.Comparison, "run.comparison");
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(run.Dataset), $"dataset {run.Dataset}"));
        ruling.Know(RunFacts.Run, run);
        ruling.Put(RunKeys.Run(run.Id), run with { Compared = ruling.Block.Entry });
        ruling.Emit("run.compared", ("run", run.Id), ("comparison", compare.Comparison.Digest.ToString()));
    }

    private static (RunState Run, ScheduleState Schedule) GetOpen(Ruling ruling, string id)
    {
        RunState run = ruling.Get(RunKeys.Run(id), $"run {id}");
        Ruling.Require(run.Trainer == ruling.Sender.Name, "run.trainer", $"{run.Id} is a run of {run.Trainer}");
        Ruling.Require(run.Closed is null, "run.closed", $"{run.Id} was closed at entry {run.Closed}");
        return (run, ruling.Get(ScheduleKeys.Schedule(run.Schedule), $"schedule {run.Schedule}"));
    }

    private static DatasetState DatasetOf(Ruling ruling, ScheduleState schedule) =>
        ruling.Get(DatasetKeys.Dataset(schedule.Dataset), $"dataset {schedule.Dataset}");

    /// <summary>Every batch is accepted, granted for this purpose, and said to be read for it.</summary>
    private static void RequireRights(Ruling ruling, IReadOnlyList<string> batches, ReadFor what)
    {
        foreach (string id in batches)
        {
            BatchState batch = ruling.Get(DatasetKeys.Batch(id), $"batch {id}");
            Ruling.Require(batch.IsUsable, "run.batch-not-accepted", $"{id} is {batch.Standing}");
            AccessRules.RequireRight(ruling, batch, what);
            AccessRules.RequireUse(ruling, batch, what);
        }
    }
}
