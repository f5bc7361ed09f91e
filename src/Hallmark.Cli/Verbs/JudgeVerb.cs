using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Cli.Checking;
using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark judge</c>: measures pending and quarantined batches; the ledger's policy decides.</summary>
internal static class JudgeVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        Option<string?> validator = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("judge", "Measure the undecided batches of a dataset and have them judged.") { dataset, validator, headOut };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(validator), Roles.Validator);
            string name = invocation.Get(dataset);
            BatchState[] open = [.. workspace.Catalog.Batches(name).Where(batch => batch.IsUndecided && !batch.Validators.Contains(session.Member))];
            IReadOnlyList<BatchState> judged = await JudgeAsync(workspace, session, name, open, invocation.Output, invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say(open.Length == 0 ? $"{session.Member} has nothing left to judge in {name}" : $"{judged.Count} batches judged");
            invocation.Output.Result(
                JudgedAnswer.Of(judged, workspace.Catalog.Ledger.Head),
                console => console.Write(BatchesVerb.ToTable(judged)));
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>Measures, signs and submits; answers the batches as they stand afterwards.</summary>
    public static async Task<IReadOnlyList<BatchState>> JudgeAsync(
        Workspace workspace, MemberSession validator, string dataset, IReadOnlyList<BatchState> targets, Output output,
        CancellationToken cancellation)
    {
        if (targets.Count == 0)
        {
            return [];
        }
        Catalog catalog = workspace.Catalog;
        var reading = await BatchReading.OpenAsync(
            validator, catalog, dataset, BatchJudging.ReadBy(catalog, dataset, targets), AccessGrant.Judging, workspace.Custodians.OpenAsync,
            cancellation: cancellation).ConfigureAwait(false);
        using DatasetKey? key = workspace.Custodians.FindDatasetKey(validator.Member, dataset);
        IReadOnlyList<BatchJudge> measured;
        using (var progress = new StageProgress(output))
        {
            measured = await BatchJudging
                .MeasureAsync(catalog, workspace.Store, reading, key, dataset, targets, progress.Report, cancellation).ConfigureAwait(false);
        }
        await validator.SubmitAllAsync(measured, cancellation).ConfigureAwait(false);
        return [.. targets.Select(batch => catalog.Batch(batch.Id))];
    }
}
