using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark proposal list|approve|reject</c>.</summary>
internal static class ProposalVerb
{
    public static Command Create() =>
        new("proposal", "List, approve and reject what admins propose.") { List(), Vote("approve", true), Vote("reject", false) };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Closed ones too." };
        var command = new Command("list", "List open proposals.") { all };
        command.SetBody(async invocation =>
        {
            var list = new ListProposals(invocation.Get(all));
            ProposalsAnswer answer = ProposalsAnswer.Of(await invocation.AskAsync(list).ConfigureAwait(false));
            invocation.Output.Result(answer, console => Output.WriteTable(console, ToTable(answer.Proposals)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Vote(string name, bool approve)
    {
        var number = new Argument<long>("PROPOSAL");
        Option<string?> admin = CommonOptions.As();
        string what = approve
            ? "Approve a proposal; with the quorum it happens."
            : "Reject a proposal; its proposer takes it back with this.";
        var command = new Command(name, what) { number, admin };
        command.SetBody(async invocation =>
        {
            var vote = new VoteOnProposal(invocation.Get(number), approve) { As = invocation.Get(admin) };
            (ProposalState state, Head head) = await invocation.ActAsync(vote).ConfigureAwait(false);
            ProposalAnswer proposal = ProposalAnswer.Of(state);
            invocation.Output.Say($"proposal {proposal.Proposal} ({proposal.Kind} of {proposal.Subject}) is {Standing(proposal)}");
            invocation.Output.Result(proposal);
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Table ToTable(IReadOnlyList<ProposalAnswer> proposals)
    {
        Table table = Output.NewTable("proposal", "what", "content", "proposed by", "approved by", "rejected by", "status");
        foreach (ProposalAnswer proposal in proposals)
        {
            Output.AddRow(
                table, proposal.Proposal.ToString(), $"{proposal.Kind} {proposal.Subject}", ProposalText.Line(proposal), proposal.Proposer,
                string.Join(", ", proposal.Approvals), string.Join(", ", proposal.Rejections), Standing(proposal));
        }
        return table;
    }

    private static string Standing(ProposalAnswer proposal) =>
        proposal.Reason.Length == 0 ? proposal.Status : $"{proposal.Status}: {proposal.Reason}";
}
