using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Access;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Yaml;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark grant</c>: allows a member to use a dataset or a batch for a purpose.</summary>
internal static class GrantVerb
{
    public static Command Create()
    {
        var member = new Argument<string>("MEMBER");
        var on = new Argument<string>("ON") { Description = "A dataset, or the id of one batch." };
        var purpose = new Option<string>("--purpose") { Description = "What for.", DefaultValueFactory = _ => Purposes.Training };
        var until = new Option<string?>("--until")
        {
            Description = "Last moment, e.g. 2027-01-31 or 2027-01-31T12:00:00Z; without it the grant does not end.",
            HelpName = "DATE",
        };
        Option<string?> grantor = CommonOptions.As();
        var command = new Command("grant", "Allow a member to use a dataset, or one batch of it.") { member, on, purpose, until, grantor };
        command.SetBody(async invocation =>
        {
            var grant = new GrantAccess(
                invocation.Get(member), invocation.Get(on), invocation.Get(purpose), FieldText.Moment(invocation.Get(until), "--until"))
            {
                As = invocation.Get(grantor),
            };
            (GrantState granted, Head head) = await invocation.ActAsync(grant).ConfigureAwait(false);
            invocation.Output.Say($"{granted.Member} may use {granted.Batch ?? granted.Dataset} for {granted.Purpose}");
            invocation.Output.Result(GrantAnswer.Of(granted));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }
}
