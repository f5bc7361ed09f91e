using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Contracts.Runs;

/// <summary>What models may be measured on.</summary>
internal static class EvaluationRules
{
    /// <summary>A member fixes held-out records of a dataset.</summary>
    public static void Commit(Ruling ruling)
    {
        EvaluationCommit commit = Payload.Read<EvaluationCommit>(ruling.Statement);
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(commit.Dataset), $"dataset {commit.Dataset}"));
        EvaluationSet set = commit.Evaluation;
        ObjectLimits.Require(ruling, set.Content, ObjectLimits.HeldOut, "evaluation.content");
        StateKey<EvaluationState> key = RunKeys.Evaluation(commit.Dataset, set.Root);
        Ruling.Require(
            ruling.Find(key) is null, "evaluation.again", $"these records were committed to in entry {ruling.Find(key)?.Entry}");
        ruling.Put(key, new EvaluationState(commit.Dataset, set.Root, set.Records, set.Source, ruling.Sender.Name, ruling.Block.Entry));
        ruling.Emit("evaluation.committed", ("dataset", commit.Dataset), ("root", set.Root.ToString()));
    }

    /// <summary>A run is measured only on what was fixed before anybody chose its batches.</summary>
    /// <returns>Null where it is not measured.</returns>
    public static EvaluationState? Require(Ruling ruling, EvaluationSet? set, ScheduleState schedule)
    {
        if (set is null)
        {
            return null;
        }
        EvaluationState? state = ruling.Find(RunKeys.Evaluation(schedule.Dataset, set.Root));
        Ruling.Require(
            state is not null, "run.evaluation", $"nobody committed to the evaluation set {set.Source} before {schedule.Id} was chosen");
        Ruling.Require(
            state!.Entry < schedule.Entry, "run.evaluation",
            $"the evaluation set {set.Source} was committed to in entry {state.Entry}, behind {schedule.Id} in entry {schedule.Entry}");
        return state;
    }
}
