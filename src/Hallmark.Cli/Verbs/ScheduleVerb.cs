using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark schedule</c>: chooses accepted batches under a budget and commits to them; or answers a request; or checks a schedule.
/// </summary>
internal static class ScheduleVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string?>("DATASET") { Arity = ArgumentArity.ZeroOrOne };
        var terms = new TermsOptions();
        var seed = new Option<ulong?>("--seed") { Description = "Decides order and search; recorded as chosen. Without it one is drawn and recorded as operator-grindable.", HelpName = "S" };
        var request = new Option<string?>("--request") { Description = "Answer this request: its terms, and the seed that others had a hand in ('hallmark request').", HelpName = "REQUEST" };
        var check = new Option<string?>("--check") { Description = "Draw the seed of this schedule and choose again, and say whether the same comes out.", HelpName = "SCHEDULE" };
        var workers = new Option<string?>("--workers") { Description = "Share the chosen batches among workers: a number of equal ones, or a CSV file worker,speed with records per second.", HelpName = "FILE|N" };
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("schedule", "Choose the best accepted batches under a budget.") { dataset, seed, request, check, workers, purpose,
            trainer, headOut };
        terms.AddTo(command);
        command.SetBody(async invocation =>
        {
            if (invocation.Get(check) is { } id)
            {
                return await ScheduleCheck.RunAsync(invocation, id).ConfigureAwait(false);
            }
            MemberNames.RequireName(invocation.Get(purpose));
            WorkerList? shared = invocation.Get(workers) is { } text ? WorkerList.Read(text) : null;
            string? answered = invocation.Get(request);
            ScheduleWish? wish = answered is null ? terms.Read(invocation) : RequireNothingElse(invocation, terms, seed);
            string? name = invocation.Get(dataset) ?? (answered is null ? throw new UsageException("DATASET: is not given") : null);
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(trainer), Roles.Trainer);
            var search = new ScheduleSearch(workspace, session, invocation.Output, invocation.Get(purpose), invocation.Cancellation);
            ScheduledBatches scheduled = answered is not null
                ? await AnswerAsync(workspace, search, answered, name).ConfigureAwait(false)
                : await CommitAsync(workspace, search, name!, wish!, invocation.Get(seed)).ConfigureAwait(false);
            Show(invocation, workspace.Catalog, scheduled, shared);
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>Chooses under terms of one's own.</summary>
    /// <param name="seed">Null to draw one.</param>
    public static async Task<ScheduledBatches> CommitAsync(Workspace workspace, ScheduleSearch search, string dataset, ScheduleWish wish,
        ulong? seed)
    {
        ScheduleTerms terms = SchedulePlanning.Fix(workspace.Catalog, dataset, wish.Terms, wish.Weighed);
        ulong drawn = seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        Schedule found = await search.ChooseAsync(dataset, terms, drawn, wish.Limit).ConfigureAwait(false);
        terms = Searched(terms, found);
        ScheduleState state = await search.CommitAsync(new ScheduleCommit
        {
            Dataset = dataset,
            Direct = new DirectSchedule(terms, drawn, seed is null ? SeedOrigins.Grindable : SeedOrigins.Chosen),
            ValuePpm = found.ValuePpm,
            Batches = [.. found.Batches.Select(batch => batch.Batch)],
        }).ConfigureAwait(false);
        return new ScheduledBatches(state, found, search.Stopped);
    }

    /// <summary>
    /// The terms with what the search came to: the method that won and the rounds it did, so that it can be done again without a clock.
    /// </summary>
    public static ScheduleTerms Searched(ScheduleTerms terms, Schedule found) =>
        terms with { Method = SelectionMethods.NameOf(found.Method), Rounds = found.Rounds };

    private static async Task<ScheduledBatches> AnswerAsync(Workspace workspace, ScheduleSearch search, string id, string? dataset)
    {
        RequestState request = workspace.Catalog.Request(id);
        if (dataset is not null && dataset != request.Dataset)
        {
            throw new UsageException($"{id} is for dataset {request.Dataset}, not {dataset}");
        }
        ulong seed = request.Status == RequestStatus.Revealed
            ? request.Seed!.Value
            : throw new FailureException($"{id} is {RequestVerb.NameOf(request.Status)}; there is no seed to choose by");
        Schedule found = await search.ChooseAsync(request.Dataset, request.Terms, seed, null).ConfigureAwait(false);
        if (search.Stopped)
        {
            throw new OperationCanceledException(); // A search cut short is not what was asked for.
        }
        ScheduleState state = await search.CommitAsync(new ScheduleCommit
        {
            Dataset = request.Dataset,
            Request = request.Id,
            ValuePpm = found.ValuePpm,
            Batches = [.. found.Batches.Select(batch => batch.Batch)],
        }).ConfigureAwait(false);
        return new ScheduledBatches(state, found, Stopped: false);
    }

    private static ScheduleWish? RequireNothingElse(Invocation invocation, TermsOptions terms, Option<ulong?> seed)
    {
        string? given = terms.FirstGiven(invocation) ?? (invocation.Get(seed) is null ? null : seed.Name);
        return given is null ? null : throw new UsageException($"{given}: stands in the request already");
    }

    private static void Show(Invocation invocation, Catalog catalog, ScheduledBatches scheduled, WorkerList? workers)
    {
        ScheduleState state = scheduled.State;
        Schedule found = scheduled.Found;
        JsonObject json = ScheduleJson.Of(catalog, state);
        json["cost"] = found.Cost;
        json["records"] = found.Records;
        json["upperBound"] = found.UpperBoundPpm / 1e6;
        json["gap"] = found.ValuePpm > 0 ? (found.UpperBoundPpm - found.ValuePpm) / (double)found.ValuePpm : null;
        json["stopped"] = scheduled.Stopped;
        JsonObject? shares = workers?.Share(catalog, state);
        json["allocation"] = shares;
        json["head"] = HeadOutput.ToJson(catalog.Ledger.Head);
        if (scheduled.Stopped)
        {
            invocation.Output.Warn("stopped: the best choice found so far is committed, with the rounds done");
        }
        invocation.Output.Say(FormattableString.Invariant(
            $"{SelectionMethods.NameOf(found.Method)}, {found.Rounds} rounds: value {found.ValuePpm / 1e6:F6} of at most {found.UpperBoundPpm / 1e6:F6}; seed {state.Seed}, {state.SeedOrigin}"));
        invocation.Output.Result(json, console =>
        {
            console.Profile.Out.Writer.WriteLine(state.Id);
            state.Batches.ToList().ForEach(batch => console.Profile.Out.Writer.WriteLine($"  {batch}"));
            foreach (JsonNode? share in shares?["workers"]?.AsArray() ?? [])
            {
                console.Profile.Out.Writer.WriteLine($"{share!["worker"]}: {string.Join(", ", share["batches"]!.AsArray())}");
            }
        });
    }
}
