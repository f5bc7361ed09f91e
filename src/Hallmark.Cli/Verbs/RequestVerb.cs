using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark request open|void|list</c>: schedules whose seed nobody can choose.</summary>
internal static class RequestVerb
{
    public static Command Create() =>
        new("request", "Fix all of a schedule but its seed, which others then draw.") { Open(), Void(), List() };

    private static Command Open()
    {
        var dataset = new Argument<string>("DATASET");
        var terms = new TermsOptions();
        var seeds = new Option<string[]>("--commitment")
        {
            Description = "Commitment that is to be revealed ('hallmark seed list'); without any the oldest unused one of every "
                + "other member.",
            HelpName = "SEED",
            DefaultValueFactory = _ => [],
        };
        var within = new Option<long>("--within")
        {
            Description = "So many entries of the ledger later the secrets must be there.",
            HelpName = "ENTRIES",
            DefaultValueFactory = _ => OpenRequest.UsualWithin,
        };
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        var command = new Command("open", "Fix terms and candidates, and name the secrets that the seed will follow from.")
        {
            dataset, seeds, within, purpose, trainer,
        };
        terms.AddTo(command);
        command.SetBody(async invocation =>
        {
            var open = new OpenRequest(invocation.Get(dataset), terms.Read(invocation))
            {
                As = invocation.Get(trainer),
                Seeds = invocation.Get(seeds),
                Within = invocation.Get(within),
                Purpose = invocation.Get(purpose),
            };
            ((RequestState request, bool tried), Head head) = await invocation.ActAsync(open).ConfigureAwait(false);
            if (tried)
            {
                invocation.Output.Say($"tried: {request.Terms.Method}, {Words.Count(request.Terms.Rounds, "round")}");
            }
            string asked = string.Join(", ", request.Seeds);
            invocation.Output.Say(
                $"{request.Id}: waits until entry {request.Deadline} for the secrets of {asked} ('hallmark seed reveal')");
            Show(invocation, [request], head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Void()
    {
        var id = new Argument<string>("REQUEST");
        Option<string?> trainer = CommonOptions.As();
        var command = new Command("void", "End a request whose deadline has passed; the record names who kept it from its end.")
        {
            id, trainer,
        };
        command.SetBody(async invocation =>
        {
            (RequestState request, Head head) = await invocation.ActAsync(
                new VoidRequest(invocation.Get(id)) { As = invocation.Get(trainer) })
                .ConfigureAwait(false);
            invocation.Output.Say($"{request.Id} is void: {string.Join(", ", request.Withheld)} kept it from its end");
            Show(invocation, [request], head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the requests and what became of them.");
        command.SetBody(async invocation =>
        {
            ListedRequests listed = await invocation.AskAsync(new ListRequests()).ConfigureAwait(false);
            Show(invocation, listed.Requests, listed.Head);
            return ExitCode.Good;
        });
        return command;
    }

    private static void Show(Invocation invocation, IReadOnlyList<RequestState> requests, Head head) =>
        invocation.Output.Result(RequestsAnswer.Of(requests, head), console => Output.WriteTable(console, ToTable(requests)));

    private static Table ToTable(IReadOnlyList<RequestState> requests)
    {
        Table table = Output.NewTable("request", "trainer", "seeds", "until", "status", "seed", "schedule");
        foreach (RequestState request in requests)
        {
            Output.AddRow(
                table, request.Id, request.Trainer, string.Join(", ", request.Seeds), request.Deadline.ToString(),
                request.Withheld.Count == 0 ? Words.Of(request.Status) : $"void by {string.Join(", ", request.Withheld)}",
                request.Seed?.ToString() ?? "",
                request.Schedule ?? "");
        }
        return table;
    }
}
