using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark credits list|transfer|mint</c>.</summary>
internal static class CreditsVerb
{
    public static Command Create() => new("credits", "List, give and make credits.") { List(), Transfer(), Mint() };

    private static Command List()
    {
        var command = new Command("list", "List the accounts: members, pots of datasets, deposits of batches.");
        command.SetBody(async invocation =>
        {
            Accounts accounts = await invocation.AskAsync(new ListAccounts()).ConfigureAwait(false);
            invocation.Output.Result(CreditsAnswer.Of(accounts), console =>
            {
                Table table = Output.NewTable("account", "credits");
                foreach (Account account in accounts.All)
                {
                    Output.AddRow(table, account.Name, account.Credits.ToString());
                }
                Output.WriteTable(console, table);
                Output.WriteLine(console, $"{accounts.Minted} made in all");
            });
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Transfer()
    {
        var amount = new Argument<long>("AMOUNT");
        var to = new Argument<string>("TO")
        {
            Description = "A member, or dataset/NAME for the pot out of which that dataset's batches are rewarded.",
        };
        var memo = new Option<string>("--memo") { Description = "What for, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> sender = CommonOptions.As();
        var command = new Command("transfer", "Give credits to a member or to a dataset's pot.") { amount, to, memo, sender };
        command.SetBody(async invocation =>
        {
            var transfer = new TransferCredits(invocation.Get(amount), invocation.Get(to), invocation.Get(memo))
            {
                As = invocation.Get(sender),
            };
            (CreditsTransferred given, Head head) = await invocation.ActAsync(transfer).ConfigureAwait(false);
            invocation.Output.Say($"{given.From} gave {given.Amount} credits to {given.To}");
            invocation.Output.Result(CreditsTransferredAnswer.Of(given));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Mint()
    {
        var amount = new Argument<long>("AMOUNT");
        var to = new Argument<string>("MEMBER");
        Option<string?> admin = CommonOptions.As();
        var command = new Command("mint", "Make credits, within the limit that genesis set.") { amount, to, admin };
        command.SetBody(async invocation =>
        {
            var mint = new MintCredits(invocation.Get(amount), invocation.Get(to)) { As = invocation.Get(admin) };
            (GovernedOutcome outcome, Head head) = await invocation.ActAsync(mint).ConfigureAwait(false);
            GovernedOutput.Tell(invocation, outcome, $"{mint.Amount} credits made for {mint.To}");
            invocation.Output.Result(CreditsMintedAnswer.Of(mint, outcome));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }
}
