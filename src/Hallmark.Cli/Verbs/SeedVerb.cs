using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark seed commit|reveal|list</c>: a member's part in seeds that several draw together.</summary>
internal static class SeedVerb
{
    public static Command Create() => new("seed", "Have a hand in the seeds of others' schedules.") { Commit(), Reveal(), List() };

    private static Command Commit()
    {
        var count = new Option<int>("--count")
        {
            Description = "How many secrets to commit to; each serves one request.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        Option<string> member = Member();
        var command = new Command("commit", "Make a secret, keep it here, and commit to it on record.") { count, member };
        command.SetBody(async invocation =>
        {
            (IReadOnlyList<SeedState> seeds,
            Head head) = await invocation.ActAsync(new CommitSeeds(invocation.Get(count)) { As = invocation.Get(member) })
                .ConfigureAwait(false);
            Show(invocation, seeds, head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Reveal()
    {
        var seed = new Argument<string?>("SEED")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Without it all that open requests wait for.",
        };
        Option<string> member = Member();
        var command = new Command("reveal", "Tell a secret to the request that names its commitment.") { seed, member };
        command.SetBody(async invocation =>
        {
            (SeedsRevealed revealed, Head head) = await invocation.ActAsync(
                new RevealSeeds(invocation.Get(seed)) { As = invocation.Get(member) })
                .ConfigureAwait(false);
            foreach (RequestState asked in revealed.Requests)
            {
                invocation.Output.Say(asked.Seed is { } drawn
                    ? $"{asked.Id}: all secrets are there, the seed is {drawn}"
                    : $"{asked.Id}: waits for others until entry {asked.Deadline}");
            }
            if (revealed.Seeds.Count == 0)
            {
                invocation.Output.Say($"no request waits for a secret of {revealed.Member}");
            }
            Show(invocation, revealed.Seeds, head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the commitments and what became of them.");
        command.SetBody(async invocation =>
        {
            ListedSeeds listed = await invocation.AskAsync(new ListSeeds()).ConfigureAwait(false);
            Show(invocation, listed.Seeds, listed.Head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Option<string> Member() =>
        new("--as") { Description = "Member whose secret it is.", HelpName = "MEMBER", Required = true };

    private static void Show(Invocation invocation, IReadOnlyList<SeedState> seeds, Head head) =>
        invocation.Output.Result(SeedsAnswer.Of(seeds, head), console => Output.WriteTable(console, ToTable(seeds)));

    private static Table ToTable(IReadOnlyList<SeedState> seeds)
    {
        Table table = Output.NewTable("seed", "commitment", "status", "request");
        foreach (SeedState seed in seeds)
        {
            Output.AddRow(table, seed.Id, seed.Commitment.ToShortString(), SeedAnswer.StatusOf(seed), seed.Request ?? "");
        }
        return table;
    }
}
