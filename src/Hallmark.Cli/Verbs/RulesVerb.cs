using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark rules</c>: by which version of the rules a ledger lives; with <c>adopt</c> and <c>approve</c>.</summary>
internal static class RulesVerb
{
    public static Command Create()
    {
        var command = new Command("rules", "Show by which version of the rules the ledger lives, and what it is open to.") { Adopt(), Approve() };
        command.SetBody(invocation =>
        {
            int rules = invocation.Home.OpenForReading().Last.Rules;
            string[] weaknesses = [.. RuleVersions.WeaknessesOf(rules)];
            invocation.Output.Result(
                new JsonObject
                {
                    ["rules"] = rules,
                    ["newest"] = RuleVersions.Newest,
                    ["weaknesses"] = new JsonArray([.. weaknesses.Select(weakness => (JsonNode)weakness)]),
                },
                console =>
                {
                    console.WriteLine($"the ledger lives by rules {rules}; the newest that this program knows are {RuleVersions.Newest}");
                    Array.ForEach(weaknesses, weakness => console.WriteLine($"  {weakness}"));
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Argument<int> Version() => new("VERSION") { Description = "Version of the rules." };

    private static Command Adopt()
    {
        Argument<int> version = Version();
        var approvals = new Option<string[]>("--approval")
        {
            Description = "Consent of another admin, written by 'hallmark rules approve'; may be given several times.",
            HelpName = "FILE",
            DefaultValueFactory = _ => [],
        };
        Option<string?> admin = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("adopt", "Move the ledger up to newer rules; old blocks stay decided by old ones.") { version, approvals, admin, headOut };
        command.SetBody(async invocation =>
        {
            var adopt = new AdoptRules(
                invocation.Get(version), [.. invocation.Get(approvals).Select(path => InputFile.Read(path, bytes => Statement.Read(bytes)))]);
            await using Workspace workspace = await Workspace.OpenAsync(
                invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut), invocation.Cancellation).ConfigureAwait(false);
            BlockHeight from = await adopt.ExecuteAsync(workspace, invocation.Get(admin), invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"the ledger lives by rules {adopt.Rules} from block {from} on");
            invocation.Output.Result(new JsonObject { ["rules"] = adopt.Rules, ["from"] = from.Value }, _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Approve()
    {
        Argument<int> version = Version();
        var file = new Option<string>("--out") { Description = "File for the admin who adopts the rules.", HelpName = "FILE", Required = true };
        Option<string?> admin = CommonOptions.As();
        var command = new Command("approve", "As an admin, consent to newer rules where several admins govern.") { version, file, admin };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(
                invocation.Home, invocation.Output.Warn, invocation.Clock, cancellation: invocation.Cancellation).ConfigureAwait(false);
            Statement approval = new ApproveRules(invocation.Get(version)).Execute(workspace, invocation.Get(admin));
            DurableFile.Replace(invocation.Get(file), approval.Bytes.Span);
            invocation.Output.Say($"{approval.Issuer} consents to rules {invocation.Get(version)}: {invocation.Get(file)}");
            invocation.Output.Result(new JsonObject { ["member"] = approval.Issuer, ["rules"] = invocation.Get(version), ["file"] = invocation.Get(file) }, _ => { });
            return ExitCode.Good;
        });
        return command;
    }
}
