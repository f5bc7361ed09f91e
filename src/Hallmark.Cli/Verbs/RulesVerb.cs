using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark rules</c>: by which version of the rules a ledger lives; with <c>adopt</c> and <c>approve</c>.</summary>
internal static class RulesVerb
{
    public static Command Create()
    {
        var command = new Command(
            "rules", "Show by which version of the rules the ledger lives, and what it is open to.") { Adopt(), Approve() };
        command.SetBody(async invocation =>
        {
            RulesInForce rules = await invocation.AskAsync(new ShowRules()).ConfigureAwait(false);
            invocation.Output.Result(RulesAnswer.Of(rules), console =>
            {
                Output.WriteLine(
                    console, $"the ledger lives by rules {rules.Rules}; the newest that this program knows are {rules.Newest}");
                foreach (string weakness in rules.Weaknesses)
                {
                    Output.WriteLine(console, $"  {weakness}");
                }
            });
            return ExitCode.Good;
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
        var command = new Command(
            "adopt", "Move the ledger up to newer rules; old blocks stay decided by old ones.") { version, approvals, admin, headOut };
        command.SetBody(async invocation =>
        {
            Statement[] consents = [.. invocation.Get(approvals).Select(path => InputFile.Read(path, bytes => Statement.Read(bytes)))];
            var adopt = new AdoptRules(invocation.Get(version), consents) { As = invocation.Get(admin) };
            (RulesAdopted adopted, Head head) = await invocation.ActAsync(adopt, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Say($"the ledger lives by rules {adopted.Rules} from block {adopted.From} on");
            invocation.Output.Result(RulesAdoptedAnswer.Of(adopted));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Approve()
    {
        Argument<int> version = Version();
        var file = new OutputFileOption("--out", "File for the admin who adopts the rules.") { Required = true };
        Option<string?> admin = CommonOptions.As();
        var command = new Command("approve", "As an admin, consent to newer rules where several admins govern.") { version, file, admin };
        command.SetBody(async invocation =>
        {
            string path = invocation.Get(file)!;
            var approve = new ApproveRules(invocation.Get(version)) { As = invocation.Get(admin) };
            (Statement approval, _) = await invocation.ActAsync(approve).ConfigureAwait(false);
            DurableFile.Replace(path, approval.Bytes.Span);
            invocation.Output.Say($"{approval.Issuer} consents to rules {approve.Rules}: {path}");
            invocation.Output.Result(new RulesApprovedAnswer(approval.Issuer, approve.Rules, path));
            return ExitCode.Good;
        });
        return command;
    }
}
