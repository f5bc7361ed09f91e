using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Judging;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark challenge open|vote|close|list</c>: doubts about a validator's measurements, and how they are settled.</summary>
internal static class ChallengeVerb
{
    public static Command Create() =>
        new("challenge", "Doubt a validator's measurements, and have other validators settle it.") { Open(), Vote(), Close(), List() };

    private static Command Open()
    {
        var batch = new Argument<string>("BATCH");
        var deposit = new Option<long>("--deposit")
        {
            Description = "Credits that are lost if the measurements hold.",
            HelpName = "CREDITS",
            Required = true,
        };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        var member = new Option<string>("--as") { Description = "Member who doubts.", HelpName = "MEMBER", Required = true };
        var command = new Command("open", "Doubt the measurements on which a batch's verdict rests.") { batch, deposit, reason, member };
        command.SetBody(async invocation =>
        {
            var open = new OpenChallenge(invocation.Get(batch), invocation.Get(deposit), invocation.Get(reason))
            {
                As = invocation.Get(member),
            };
            (ChallengeState challenge, Head head) = await invocation.ActAsync(open).ConfigureAwait(false);
            invocation.Output.Say(
                $"challenge {challenge.Number}: {challenge.Batch} is not used until other validators have measured it again "
                + $"('hallmark challenge vote {challenge.Number}')");
            Show(invocation, challenge, head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Vote()
    {
        var number = new Argument<long>("NUMBER");
        Option<string?> validator = CommonOptions.As();
        var command = new Command("vote", "Measure again what is doubted, and vote by what comes out.") { number, validator };
        command.SetBody(async invocation =>
        {
            var vote = new VoteOnChallenge(invocation.Get(number)) { As = invocation.Get(validator) };
            (ChallengeVoted voted, Head head) = await invocation.ActAsync(vote).ConfigureAwait(false);
            invocation.Output.Say(RecheckVerb.Sentence(voted.Batch, voted.Challenge.Validator, voted.Result));
            Show(invocation, voted.Challenge, head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Close()
    {
        var number = new Argument<long>("NUMBER");
        Option<string?> member = CommonOptions.As();
        var command = new Command(
            "close", "Count the votes again among today's validators; close without a majority what was open for long.")
        {
            number, member,
        };
        command.SetBody(async invocation =>
        {
            (ChallengeState challenge, Head head) = await invocation.ActAsync(
                new CloseChallenge(invocation.Get(number)) { As = invocation.Get(member) })
                .ConfigureAwait(false);
            Show(invocation, challenge, head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the challenges with their votes.");
        command.SetBody(async invocation =>
        {
            IReadOnlyList<ChallengeState> all = await invocation.AskAsync(new ListChallenges()).ConfigureAwait(false);
            invocation.Output.Result(ChallengesAnswer.Of(all), console => Output.WriteTable(console, ToTable(all)));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Show(Invocation invocation, ChallengeState challenge, Head head) =>
        invocation.Output.Result(ChallengeChangedAnswer.Of(challenge, head), console => Output.WriteTable(console, ToTable([challenge])));

    private static Table ToTable(IReadOnlyList<ChallengeState> challenges)
    {
        Table table = Output.NewTable("challenge", "batch", "validator", "by", "deposit", "status", "holds", "differs");
        foreach (ChallengeState challenge in challenges)
        {
            Output.AddRow(
                table, challenge.Number.ToString(), challenge.Batch, challenge.Validator, challenge.Challenger,
                challenge.Deposit.ToString(),
                Words.Of(challenge.Status), string.Join(", ", challenge.For), string.Join(", ", challenge.Against));
        }
        return table;
    }
}
