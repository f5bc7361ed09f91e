using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark schedule --check</c>: draws the seed and chooses again, from what is signed and from the content, and puts nothing on
/// record.
/// </summary>
internal static class ScheduleCheck
{
    public static async Task<int> RunAsync(Invocation invocation, string id)
    {
        Home home = invocation.Home;
        using var store = home.OpenStore();
        var catalog = new Catalog(home.OpenForReading(), store);
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(id))
            ?? throw new KeyNotFoundException($"there is no schedule '{id}' on this ledger");
        using var reader = new HomeReader(home);
        invocation.Output.Say($"choosing {id} again");
        ScheduleFault? fault = await SchedulePlanning
            .RecomputeAsync(catalog, BatchReading.Offline(catalog, reader.Secrets.Open), schedule, invocation.Cancellation).ConfigureAwait(false);
        JsonObject json = ScheduleJson.Of(catalog, schedule);
        json["result"] = fault is null ? "good" : "differs";
        json["code"] = fault?.Code;
        json["problem"] = fault?.Message;
        invocation.Output.Result(json, console => console.Profile.Out.Writer.WriteLine(fault is null
            ? $"{id}: good; choosing again gives the same batches in the same order, seed {schedule.Seed} ({schedule.SeedOrigin})"
            : $"{id}: differs: {fault.Message}"));
        return fault is null ? ExitCode.Good : ExitCode.Tampered;
    }
}
