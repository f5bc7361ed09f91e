using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark proposal list|approve|reject</c>.</summary>
internal static class ProposalVerb
{
    public static Command Create() => new("proposal", "List, approve and reject what admins propose.") { List(), Vote("approve", true), Vote("reject", false) };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Closed ones too." };
        var command = new Command("list", "List open proposals.") { all };
        command.SetBody(invocation =>
        {
            ProposalState[] proposals = [.. invocation.Home.OpenForReading().State.List(GovernanceKeys.Proposals)
                .Where(proposal => invocation.Get(all) || proposal.Status == ProposalStatus.Open)
                .OrderBy(proposal => proposal.Number)];
            invocation.Output.Result(
                new JsonObject { ["proposals"] = new JsonArray([.. proposals.Select(ToJson)]) },
                console =>
                {
                    Table table = Output.NewTable("proposal", "what", "content", "proposed by", "approved by", "rejected by", "status");
                    foreach (ProposalState proposal in proposals)
                    {
                        Output.AddRow(
                            table, proposal.Number.ToString(), $"{proposal.Kind} {proposal.Subject}", ProposalText.Line(proposal), proposal.Proposer, string.Join(", ", proposal.Approvals),
                            string.Join(", ", proposal.Rejections), proposal.Reason.Length == 0 ? NameOf(proposal.Status) : $"{NameOf(proposal.Status)}: {proposal.Reason}");
                    }
                    console.Write(table);
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Command Vote(string name, bool approve)
    {
        var number = new Argument<long>("PROPOSAL");
        Option<string?> admin = CommonOptions.As();
        var command = new Command(name, approve ? "Approve a proposal; with the quorum it happens." : "Reject a proposal; its proposer takes it back with this.") { number, admin };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            if (invocation.Get(number) < 1)
            {
                throw new UsageException($"proposal {invocation.Get(number)}: they are numbered from 1");
            }
            await session.SubmitAsync(new ProposalVote(invocation.Get(number), approve), invocation.Cancellation).ConfigureAwait(false);
            ProposalState proposal = workspace.Catalog.Ledger.State.Find(GovernanceKeys.Proposal(invocation.Get(number)))!;
            invocation.Output.Say(
                $"proposal {proposal.Number} ({proposal.Kind} of {proposal.Subject}) is {NameOf(proposal.Status)}{(proposal.Reason.Length == 0 ? "" : $": {proposal.Reason}")}");
            invocation.Output.Result(ToJson(proposal), _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static JsonObject ToJson(ProposalState proposal) => new()
    {
        ["proposal"] = proposal.Number,
        ["kind"] = proposal.Kind,
        ["subject"] = proposal.Subject,
        ["proposer"] = proposal.Proposer,
        ["approvals"] = ToJson(proposal.Approvals),
        ["rejections"] = ToJson(proposal.Rejections),
        ["status"] = NameOf(proposal.Status),
        ["reason"] = proposal.Reason,
        ["content"] = ProposalText.ToJson(proposal),
        ["entry"] = proposal.Entry.Value,
    };

    private static JsonArray ToJson(IReadOnlyList<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    private static string NameOf(ProposalStatus status) => status.ToString().ToLowerInvariant();
}
