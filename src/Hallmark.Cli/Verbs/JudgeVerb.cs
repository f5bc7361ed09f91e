using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Operations;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark judge</c>: measures pending and quarantined batches; the ledger's policy decides.</summary>
internal static class JudgeVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var neighbours = new Option<int>("--neighbours") { Description = "Nearest records that vote on a label.", HelpName = "K", DefaultValueFactory = _ => 10 };
        Option<string?> validator = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("judge", "Measure the undecided batches of a dataset and have them judged.") { dataset, neighbours, validator, headOut };
        command.SetBody(async invocation =>
        {
            if (invocation.Get(neighbours) is < 1 or > 1000)
            {
                throw new UsageException("--neighbours: 1 to 1000");
            }
            await using Workspace workspace = Workspace.Open(invocation.Home, invocation.Output, invocation.Clock);
            MemberSession session = workspace.ActAs(invocation.Get(validator), Roles.Validator);
            string name = invocation.Get(dataset);
            BatchState[] open = [.. workspace.Catalog.Batches(name).Where(batch => batch.Verdict is Verdict.Pending or Verdict.Quarantined)];
            IReadOnlyList<BatchState> judged = await JudgeAsync(workspace.Catalog, session, name, open, invocation.Get(neighbours), at: null, invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say(open.Length == 0 ? $"every batch of {name} is decided" : $"{judged.Count} batches judged");
            invocation.Output.Result(
                new JsonObject { ["batches"] = BatchesVerb.ToJson(judged), ["head"] = HeadFile.ToJson(workspace.Catalog.Ledger.Head) },
                console => console.Write(BatchesVerb.ToTable(judged)));
            HeadFile.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>Measures, signs and submits; answers the batches as they stand afterwards.</summary>
    public static async Task<IReadOnlyList<BatchState>> JudgeAsync(
        Catalog catalog, MemberSession validator, string dataset, IReadOnlyList<BatchState> targets, int neighbours, TreeSize? at, CancellationToken cancellation)
    {
        if (targets.Count == 0)
        {
            return [];
        }
        IReadOnlyList<BatchJudge> measured = BatchJudging.Measure(catalog, dataset, targets, neighbours, at, cancellation);
        await validator.SubmitAllAsync(measured, cancellation).ConfigureAwait(false);
        return [.. targets.Select(batch => catalog.Batch(batch.Id))];
    }
}
