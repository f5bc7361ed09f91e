using Hallmark.Evidence;

namespace Hallmark.Contracts.Runs;

/// <summary>Where runs lie.</summary>
public static class RunKeys
{
    public static StatePrefix<RunState> All { get; } = new("run/");

    public static StatePrefix<EvaluationState> Evaluations { get; } = new("evaluation/");

    public static StateKey<RunState> Run(string id) => All.Key(id);

    /// <summary>The entry that released a run's model.</summary>
    public static StateKey<CounterState> Release(string run) => new StatePrefix<CounterState>("release/").Key(run);

    public static StateKey<EvaluationState> Evaluation(string dataset, Digest root) => Evaluations.Key($"{dataset}/{root}");

    /// <summary>How many runs were opened on a schedule.</summary>
    public static StateKey<CounterState> Tries(string schedule) => new StatePrefix<CounterState>("tries/").Key(schedule);
}
