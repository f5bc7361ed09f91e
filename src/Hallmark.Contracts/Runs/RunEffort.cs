using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Contracts.Runs;

/// <summary>
/// What a run asks of whoever trains it again: an auditor that never agreed to it. The built-in engine's runs are bounded by it, so that
/// nobody's run costs others without bound; policies may bound it closer.
/// </summary>
/// <param name="Parameters">Of the model; null where an external engine trains it, which nobody does again.</param>
/// <param name="Records">Of one epoch.</param>
/// <param name="Work">Parameters times records times epochs; null likewise.</param>
/// <param name="EarlierRuns">Opened on the same schedule before this one.</param>
internal sealed record RunEffort(long? Parameters, long Records, long? Work, long EarlierRuns)
{
    /// <summary>Most parameters of a model of the built-in engine.</summary>
    private const long ParameterLimit = 50_000_000;

    /// <summary>Most work of a run: some days on one core.</summary>
    private const long WorkLimit = 1_000_000_000_000_000;

    /// <summary>Denies a run that is beyond bounds.</summary>
    /// <param name="outputs">One for each class, or one for a number to be foretold.</param>
    public static RunEffort Require(Ruling ruling, RunOpen open, ScheduleState schedule, int outputs)
    {
        long records = schedule.Batches.Sum(id => ruling.Get(DatasetKeys.Batch(id), $"batch {id}").Records);
        long earlier = ruling.Find(RunKeys.Tries(schedule.Id))?.Value ?? 0;
        if (open.Engine is not null)
        {
            return new RunEffort(null, records, null, earlier);
        }
        Int128 parameters = ParametersOf(open.Configuration, open.Inputs!.Value, outputs);
        Ruling.Require(
            parameters <= ParameterLimit, "run.parameters", $"the model would have {parameters} parameters, above {ParameterLimit}");
        Int128 work = parameters * records * open.Configuration.Epochs;
        Ruling.Require(
            work <= WorkLimit, "run.work", $"{parameters} parameters over {records} records and {open.Configuration.Epochs} epochs are "
                + $"{work} multiply-adds to train again, above {WorkLimit}");
        return new RunEffort((long)parameters, records, (long)work, earlier);
    }

    /// <summary>Weights and biases of all layers.</summary>
    private static Int128 ParametersOf(ModelConfiguration configuration, int inputs, int outputs)
    {
        Int128 parameters = 0;
        int before = inputs;
        foreach (int units in configuration.Hidden.Append(outputs))
        {
            parameters += ((Int128)before + 1) * units;
            before = units;
        }
        return parameters;
    }
}
