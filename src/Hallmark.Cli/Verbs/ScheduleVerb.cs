using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark schedule</c>: chooses accepted batches under a budget and commits to them.</summary>
internal static class ScheduleVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var budget = new Option<long>("--budget") { Description = "Most records in all chosen batches together.", HelpName = "N", Required = true };
        var method = new Option<string>("--method") { Description = "greedy or sa (simulated annealing).", DefaultValueFactory = _ => "greedy" };
        var seed = new Option<ulong?>("--seed") { Description = "Decides order and annealing; recorded as chosen. Without it one is drawn and recorded as operator-grindable.", HelpName = "S" };
        var diversity = new Option<int>("--diversity") { Description = "Weight of diversity against integrity, in per cent.", DefaultValueFactory = _ => 50 };
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("schedule", "Choose the best accepted batches under a budget.") { dataset, budget, method, seed, diversity, purpose, trainer, headOut };
        command.SetBody(async invocation =>
        {
            ScheduleOptions options = Options(invocation.Get(budget), invocation.Get(method), invocation.Get(seed) ?? DrawSeed(), invocation.Get(diversity));
            MemberVerb.RequireName(invocation.Get(purpose));
            await using Workspace workspace = Workspace.Open(invocation.Home, invocation.Output, invocation.Clock, invocation.Get(headOut));
            MemberSession session = workspace.ActAs(invocation.Get(trainer), Roles.Trainer);
            string origin = invocation.Get(seed) is null ? SchedulePlanning.GrindableSeed : SchedulePlanning.ChosenSeed;
            ScheduleState schedule = await CommitAsync(workspace, session, invocation.Get(dataset), options, origin, invocation.Get(purpose), invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Result(ToJson(workspace.Catalog, schedule), console =>
            {
                console.Profile.Out.Writer.WriteLine(schedule.Id);
                schedule.Batches.ToList().ForEach(batch => console.Profile.Out.Writer.WriteLine($"  {batch}"));
            });
            HeadFile.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    /// <exception cref="UsageException">Names what cannot be.</exception>
    public static ScheduleOptions Options(long budget, string method, ulong seed, int diversityPercent)
    {
        if (diversityPercent is < 0 or > 100)
        {
            throw new UsageException($"diversity: {diversityPercent} is not between 0 and 100 per cent");
        }
        if (budget < 1)
        {
            throw new UsageException($"budget: {budget} records are too few");
        }
        SelectionMethod known = SelectionMethods.Find(method) ?? throw new UsageException($"method: '{method}' is neither greedy nor sa");
        return new ScheduleOptions(budget, known, seed)
        {
            DiversityWeightPpm = diversityPercent * 10_000,
            IntegrityWeightPpm = (100 - diversityPercent) * 10_000,
        };
    }

    public static async Task<ScheduleState> CommitAsync(
        Workspace workspace, MemberSession trainer, string dataset, ScheduleOptions options, string seedOrigin, string purpose, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        IReadOnlyList<BatchState> candidates = SchedulePlanning.Candidates(catalog, dataset);
        var reading = await BatchReading.OpenAsync(
            trainer, catalog, dataset, candidates, purpose, workspace.Custodians.Open, cancellation: cancellation).ConfigureAwait(false);
        ScheduleCommit commit;
        try
        {
            commit = SchedulePlanning.Plan(catalog, reading, dataset, options, seedOrigin);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FailureException(e.Message);
        }
        var accepted = await trainer.SubmitAsync(commit, cancellation).ConfigureAwait(false);
        string id = accepted.Outcome.Events.Single(item => item.Name == "schedule.committed").Find("schedule")!;
        return catalog.Ledger.State.Find<ScheduleState>(StateKeys.Schedule(id))!;
    }

    public static ScheduleCommit CommitOf(Catalog catalog, ScheduleState schedule) =>
        Payload.Read<ScheduleCommit>(catalog.Ledger.ReadEntry(new EntryIndex((ulong)schedule.Entry)).Statement);

    private static JsonObject ToJson(Catalog catalog, ScheduleState schedule)
    {
        ScheduleCommit commit = CommitOf(catalog, schedule);
        return new JsonObject
        {
            ["schedule"] = schedule.Id,
            ["method"] = commit.Method,
            ["budget"] = commit.BudgetRecords,
            ["seed"] = commit.Seed,
            ["seedOrigin"] = commit.SeedOrigin,
            ["value"] = commit.ValuePpm / 1e6,
            ["batches"] = new JsonArray([.. commit.Batches.Select(batch => (JsonNode)batch)]),
            ["head"] = HeadFile.ToJson(catalog.Ledger.Head),
        };
    }

    private static ulong DrawSeed() => BitConverter.ToUInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
}
