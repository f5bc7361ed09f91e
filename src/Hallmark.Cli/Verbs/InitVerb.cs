using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark init</c>: makes a ledger with one authority and one admin.</summary>
internal static class InitVerb
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Name of the ledger.", DefaultValueFactory = _ => "ledger" };
        var admin = new Option<string>("--admin") { Description = "Name of the first admin.", DefaultValueFactory = _ => "admin" };
        var quorum = new Option<int>("--quorum")
        {
            Description = "Admins needed to approve what governs; fewer while there are fewer.",
            DefaultValueFactory = _ => 1,
        };
        var credits = new Option<long>("--credits")
        {
            Description = "Most credits that may ever be made.",
            DefaultValueFactory = _ => CreateLedger.DefaultMintLimit,
        };
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("init", "Make a new ledger in the home folder.") { name, admin, quorum, credits, headOut };
        command.SetBody(async invocation =>
        {
            var create = new CreateLedger(invocation.Get(name), invocation.Get(admin))
            {
                Quorum = invocation.Get(quorum),
                MintLimit = invocation.Get(credits),
            };
            Head head = await create.ExecuteAsync(invocation.Home, invocation.Clock).ConfigureAwait(false);
            invocation.Output.Result(
                LedgerAnswer.Of(head, invocation.Home.Directory),
                console => Output.WriteLine(console, $"ledger {head.Ledger} in {invocation.Home.Directory}"));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }
}
