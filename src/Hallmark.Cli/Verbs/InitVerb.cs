using System.CommandLine;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark init</c>: makes a ledger with one authority and one admin.</summary>
internal static class InitVerb
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Name of the ledger.", DefaultValueFactory = _ => "ledger" };
        var admin = new Option<string>("--admin") { Description = "Name of the first admin.", DefaultValueFactory = _ => "admin" };
        var quorum = new Option<int>("--quorum") { Description = "Admins needed to approve what governs; fewer while there are fewer.", DefaultValueFactory = _ => 1 };
        var credits = new Option<long>("--credits") { Description = "Most credits that may ever be made.", DefaultValueFactory = _ => Home.DefaultMintLimit };
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("init", "Make a new ledger in the home folder.") { name, admin, quorum, credits, headOut };
        command.SetBody(async invocation =>
        {
            MemberNames.RequireMember(invocation.Get(admin));
            if (invocation.Get(name).Length is 0 or > 64)
            {
                throw new UsageException("--name: a ledger's name has 1 to 64 characters");
            }
            if (invocation.Get(quorum) is < 1 or > 1000)
            {
                throw new UsageException("--quorum: 1 to 1000");
            }
            if (invocation.Get(credits) < 1)
            {
                throw new UsageException("--credits: at least 1");
            }
            await invocation.Home.CreateAsync(
                invocation.Get(name), invocation.Get(admin), pipeline: null, invocation.Clock, invocation.Get(quorum), invocation.Get(credits)).ConfigureAwait(false);
            var view = invocation.Home.OpenForReading();
            invocation.Output.Result(
                new System.Text.Json.Nodes.JsonObject { ["ledger"] = view.Ledger.ToString(), ["home"] = invocation.Home.Directory, ["head"] = HeadOutput.ToJson(view.Head) },
                console => console.Profile.Out.Writer.WriteLine($"ledger {view.Ledger} in {invocation.Home.Directory}"));
            HeadOutput.Tell(invocation, view.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }
}
