using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Scheduling;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark request open|void|list</c>: schedules whose seed nobody can choose.</summary>
internal static class RequestVerb
{
    private const long UsualWithin = 10_000;

    public static Command Create() => new("request", "Fix all of a schedule but its seed, which others then draw.") { Open(), Void(), List() };

    public static string NameOf(RequestStatus status) => status.ToString().ToLowerInvariant();

    private static Command Open()
    {
        var dataset = new Argument<string>("DATASET");
        var terms = new TermsOptions();
        var seeds = new Option<string[]>("--commitment") { Description = "Commitment that is to be revealed ('hallmark seed list'); without any the oldest unused one of every other member.", HelpName = "SEED", DefaultValueFactory = _ => [] };
        var within = new Option<long>("--within") { Description = "So many entries of the ledger later the secrets must be there.", HelpName = "ENTRIES", DefaultValueFactory = _ => UsualWithin };
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        var command = new Command("open", "Fix terms and candidates, and name the secrets that the seed will follow from.") { dataset, seeds, within, purpose, trainer };
        terms.AddTo(command);
        command.SetBody(async invocation =>
        {
            ScheduleWish wish = terms.Read(invocation);
            MemberNames.RequireName(invocation.Get(purpose));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            Catalog catalog = workspace.Catalog;
            MemberSession session = workspace.ActAs(invocation.Get(trainer), Roles.Trainer);
            string name = catalog.Dataset(invocation.Get(dataset)).Name;
            ScheduleTerms fixedTerms = SchedulePlanning.Fix(catalog, name, wish);
            string[] named = invocation.Get(seeds) is { Length: > 0 } chosen ? chosen : Unused(catalog, session.Member);
            if (wish.Limit is not null || fixedTerms.Method == SelectionMethods.NameOf(SelectionMethod.Auto))
            {
                var search = new ScheduleSearch(workspace, session, invocation.Get(purpose), null, invocation.Cancellation);
                fixedTerms = await TryAsync(search, name, fixedTerms, wish.Limit, invocation).ConfigureAwait(false);
            }
            ScheduleRequested requested = await session.ObtainAsync(
                new ScheduleRequest(name, fixedTerms, named, invocation.Get(within)), invocation.Cancellation).ConfigureAwait(false);
            RequestState request = catalog.Request(requested.Request);
            invocation.Output.Say($"{request.Id}: waits until entry {request.Deadline} for the secrets of {string.Join(", ", request.Seeds)} ('hallmark seed reveal')");
            Show(invocation, catalog, [request]);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Void()
    {
        var id = new Argument<string>("REQUEST");
        Option<string?> trainer = CommonOptions.As();
        var command = new Command("void", "End a request whose deadline has passed; the record names who kept it from its end.") { id, trainer };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            RequestState request = workspace.Catalog.Request(invocation.Get(id));
            MemberSession session = workspace.ActAs(invocation.Get(trainer), Roles.Trainer);
            await session.SubmitAsync(new ScheduleVoid(request.Id), invocation.Cancellation).ConfigureAwait(false);
            request = workspace.Catalog.Request(request.Id);
            invocation.Output.Say($"{request.Id} is void: {string.Join(", ", request.Withheld)} kept it from its end");
            Show(invocation, workspace.Catalog, [request]);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the requests and what became of them.");
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            Show(invocation, catalog, [.. catalog.Ledger.State.List(ScheduleKeys.Requests).OrderBy(request => request.Entry)]);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    /// <summary>
    /// A limit of time, and a method that is yet to be found, are tried out now under a seed that will not come again: what is
    /// committed is a method and a count of rounds.
    /// </summary>
    private static async Task<ScheduleTerms> TryAsync(ScheduleSearch search, string dataset, ScheduleTerms terms, TimeSpan? limit, Invocation invocation)
    {
        ulong trial = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        Schedule found = await search.ChooseAsync(dataset, terms, trial, limit).ConfigureAwait(false);
        invocation.Cancellation.ThrowIfCancellationRequested();
        ScheduleTerms tried = ScheduleSearch.Searched(terms, found) with { Rounds = search.RoundsOf(found.Method) };
        invocation.Output.Say($"tried: {tried.Method}, {tried.Rounds} rounds");
        return tried;
    }

    /// <summary>The oldest unused commitment of every other member in good standing, in order of the members' names.</summary>
    private static string[] Unused(Catalog catalog, string trainer)
    {
        HashSet<string> others = [.. catalog.Members().Where(member => member.Name != trainer && member.IsInStandingAt(catalog.NextHeight)).Select(member => member.Name)];
        string[] seeds = [.. catalog.Ledger.State.List(ScheduleKeys.Seeds)
            .Where(seed => seed.Request is null && others.Contains(seed.Member))
            .GroupBy(seed => seed.Member)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.MinBy(seed => seed.Entry)!.Id)
            .Take(ScheduleRequest.MaxSeeds)];
        return seeds.Length > 0 ? seeds : throw new FailureException("no other member has an unused commitment; 'hallmark seed commit --as MEMBER' makes one");
    }

    private static void Show(Invocation invocation, Catalog catalog, IReadOnlyList<RequestState> requests) => invocation.Output.Result(
        new JsonObject { ["requests"] = new JsonArray([.. requests.Select(ToJson)]), ["head"] = HeadOutput.ToJson(catalog.Ledger.Head) },
        console => console.Write(ToTable(requests)));

    private static JsonObject ToJson(RequestState request)
    {
        var json = new JsonObject
        {
            ["id"] = request.Id,
            ["dataset"] = request.Dataset,
            ["trainer"] = request.Trainer,
            ["statement"] = request.Statement.ToString(),
            ["entry"] = request.Entry.Value,
            ["deadline"] = request.Deadline.Value,
            ["status"] = NameOf(request.Status),
            ["seeds"] = new JsonArray([.. request.Seeds.Select(seed => (JsonNode)seed)]),
            ["seed"] = request.Seed,
            ["withheld"] = new JsonArray([.. request.Withheld.Select(member => (JsonNode)member)]),
            ["schedule"] = request.Schedule,
        };
        ScheduleJson.Add(json, request.Terms);
        return json;
    }

    private static Table ToTable(IReadOnlyList<RequestState> requests)
    {
        Table table = Output.NewTable("request", "trainer", "seeds", "until", "status", "seed", "schedule");
        foreach (RequestState request in requests)
        {
            Output.AddRow(
                table, request.Id, request.Trainer, string.Join(", ", request.Seeds), request.Deadline.ToString(),
                request.Withheld.Count == 0 ? NameOf(request.Status) : $"void by {string.Join(", ", request.Withheld)}", request.Seed?.ToString() ?? "", request.Schedule ?? "");
        }
        return table;
    }
}
