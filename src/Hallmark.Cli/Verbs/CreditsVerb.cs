using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Members;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark credits list|transfer|mint</c>.</summary>
internal static class CreditsVerb
{
    public static Command Create() => new("credits", "List, give and make credits.") { List(), Transfer(), Mint() };

    private static Command List()
    {
        var command = new Command("list", "List the accounts: members, pots of datasets, deposits of batches.");
        command.SetBody(invocation =>
        {
            var state = invocation.Home.OpenForReading().State;
            (string Account, long Credits)[] accounts = [.. state.ListNamed(CreditKeys.Balances).Select(balance => (balance.Name, balance.Fact.Value))];
            long minted = accounts.FirstOrDefault(account => account.Account == CreditKeys.Minted).Credits;
            accounts = [.. accounts.Where(account => account.Account != CreditKeys.Minted)];
            invocation.Output.Result(
                new JsonObject
                {
                    ["minted"] = minted,
                    ["accounts"] = new JsonArray([.. accounts.Select(account => new JsonObject { ["account"] = account.Account, ["credits"] = account.Credits })]),
                },
                console =>
                {
                    Table table = Output.NewTable("account", "credits");
                    foreach ((string account, long credits) in accounts)
                    {
                        Output.AddRow(table, account, credits.ToString());
                    }
                    console.Write(table);
                    console.Profile.Out.Writer.WriteLine($"{minted} made in all");
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Command Transfer()
    {
        var amount = new Argument<long>("AMOUNT");
        var to = new Argument<string>("TO") { Description = "A member, or dataset/NAME for the pot out of which that dataset's batches are rewarded." };
        var memo = new Option<string>("--memo") { Description = "What for, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> sender = CommonOptions.As();
        var command = new Command("transfer", "Give credits to a member or to a dataset's pot.") { amount, to, memo, sender };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(sender) ?? throw new UsageException("--as: who gives?"), Roles.Reader);
            var transfer = new CreditTransfer(invocation.Get(to), invocation.Get(amount), invocation.Get(memo));
            await session.SubmitAsync(transfer, invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"{session.Member} gave {transfer.Amount} credits to {transfer.To}");
            invocation.Output.Result(new JsonObject { ["from"] = session.Member, ["to"] = transfer.To, ["amount"] = transfer.Amount }, _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, null);
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
            MemberNames.RequireName(invocation.Get(to));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            var mint = new CreditMint(invocation.Get(to), invocation.Get(amount));
            long? proposal = await Governing.SubmitAsync(invocation, session, mint, $"{mint.Amount} credits made for {mint.To}").ConfigureAwait(false);
            invocation.Output.Result(new JsonObject { ["to"] = mint.To, ["amount"] = mint.Amount }.With(proposal), _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, null);
            return ExitCode.Good;
        });
        return command;
    }
}
