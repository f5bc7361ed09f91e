using Hallmark.Api;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark schedule --check</c>: draws the seed and chooses again.</summary>
internal static class ScheduleCheck
{
    public static async Task<int> RunAsync(Invocation invocation, string id)
    {
        invocation.Output.Say($"choosing {id} again");
        CheckedSchedule again = await invocation.AskAsync(new CheckSchedule(id)).ConfigureAwait(false);
        ScheduleState schedule = again.Schedule.State;
        invocation.Output.Result(ScheduleCheckAnswer.Of(again), console => Output.WriteLine(console, again.Fault is null
            ? $"{id}: good; choosing again gives the same batches in the same order, seed {schedule.Seed} ({schedule.SeedOrigin})"
            : $"{id}: differs: {again.Fault.Message}"));
        return again.Fault is null ? ExitCode.Good : ExitCode.Tampered;
    }
}
