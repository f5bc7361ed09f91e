using Hallmark.Experiments.Backdoors;
using Hallmark.Experiments.LabelNoise;
using Hallmark.Experiments.Providers;
using Hallmark.Experiments.Selection;
using Hallmark.Experiments.TargetNoise;

namespace Hallmark.Experiments;

/// <summary>All experiments on public data, in the order in which they are shown.</summary>
public static class ExperimentList
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        LabelNoiseExperiment.Listed,
        TargetNoiseExperiment.Listed,
        ProvidersExperiment.Listed,
        BackdoorExperiment.Listed,
        BudgetExperiment.Listed,
    ];
}
