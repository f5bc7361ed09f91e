using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark schedule</c>: chooses accepted batches under a budget and commits to them; or answers a request; or checks a schedule.
/// </summary>
internal static class ScheduleVerb
{
    private static readonly Option<ulong?> Seed = new("--seed")
    {
        Description = "Decides order and search; recorded as chosen. Without it one is drawn and recorded as operator-grindable.",
        HelpName = "S",
    };

    private static readonly Option<string?> Request = new("--request")
    {
        Description = "Answer this request: its terms, and the seed that others had a hand in ('hallmark request').",
        HelpName = "REQUEST",
    };

    private static readonly Option<string?> Check = new("--check")
    {
        Description = "Draw the seed of this schedule and choose again, and say whether the same comes out.",
        HelpName = "SCHEDULE",
    };

    private static readonly Option<string?> Workers = new("--workers")
    {
        Description = "Share the chosen batches among workers: a number of equal ones, or a CSV file worker,speed with records per second.",
        HelpName = "FILE|N",
    };

    public static Command Create()
    {
        var dataset = new Argument<string?>("DATASET") { Arity = ArgumentArity.ZeroOrOne };
        var terms = new TermsOptions();
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("schedule", "Choose the best accepted batches under a budget.")
        {
            dataset, Seed, Request, Check, Workers, purpose, trainer, headOut,
        };
        terms.AddTo(command);
        command.SetBody(async invocation =>
        {
            if (invocation.Get(Check) is { } id)
            {
                return await ScheduleCheck.RunAsync(invocation, id).ConfigureAwait(false);
            }
            WorkerList? workers = invocation.Get(Workers) is { } text ? WorkerFile.Read(text) : null;
            string? name = invocation.Get(dataset);
            MemberAction<ScheduledBatches> action = invocation.Get(Request) is { } request
                ? Answer(invocation, terms, request) with { Dataset = name, Purpose = invocation.Get(purpose) }
                : Own(invocation, terms, name) with { Purpose = invocation.Get(purpose) };
            (ScheduledBatches scheduled, Head head) = await invocation
                .ActAsync(action with { As = invocation.Get(trainer) }, invocation.Get(headOut)).ConfigureAwait(false);
            Show(invocation, scheduled, workers?.Share(scheduled.Found), head);
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static ScheduleBatches Own(Invocation invocation, TermsOptions terms, string? dataset)
    {
        ScheduleWish wish = terms.Read(invocation);
        return new ScheduleBatches(dataset ?? throw new UsageException("DATASET: is not given"), wish) { Seed = invocation.Get(Seed) };
    }

    /// <summary>A request has its terms, so none may be given beside it.</summary>
    private static AnswerRequest Answer(Invocation invocation, TermsOptions terms, string request)
    {
        string? given = terms.FirstGiven(invocation) ?? (invocation.Get(Seed) is null ? null : Seed.Name);
        return given is null ? new AnswerRequest(request) : throw new UsageException($"{given}: stands in the request already");
    }

    private static void Show(Invocation invocation, ScheduledBatches scheduled, WorkerShares? shares, Head head)
    {
        ScheduleState state = scheduled.Schedule.State;
        Schedule found = scheduled.Found;
        if (scheduled.Stopped)
        {
            invocation.Output.Warn("stopped: the best choice found so far is committed, with the rounds done");
        }
        invocation.Output.Say(FormattableString.Invariant(
            $"{SelectionMethods.NameOf(found.Method)}, {Words.Count(found.Rounds, "round")}: value {found.ValuePpm / 1e6:F6} of at most ")
            + FormattableString.Invariant($"{found.UpperBoundPpm / 1e6:F6}; seed {state.Seed}, {state.SeedOrigin}"));
        invocation.Output.Result(ScheduledAnswer.Of(scheduled, shares, head), console => Print(console, state, shares));
    }

    private static void Print(IAnsiConsole console, ScheduleState schedule, WorkerShares? shares)
    {
        Output.WriteLine(console, schedule.Id);
        foreach (string batch in schedule.Batches)
        {
            Output.WriteLine(console, $"  {batch}");
        }
        foreach (WorkerShare share in shares?.Workers ?? [])
        {
            Output.WriteLine(console, $"{share.Worker}: {string.Join(", ", share.Batches)}");
        }
    }
}
