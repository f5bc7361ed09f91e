using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark withdraw</c>: a provider takes a batch back; its content and keys are destroyed, the proof stays.</summary>
internal static class WithdrawVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> provider = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("withdraw", "Take a batch back: destroy its content and keys here, keep the proof that it was there.") { batch, reason, provider, headOut };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            BatchState state = workspace.Catalog.Batch(invocation.Get(batch));
            MemberSession session = workspace.ActAs(invocation.Get(provider) ?? state.Provider, Roles.Provider);
            WithdrawalOutcome outcome = await Withdrawal.ExecuteAsync(
                session, workspace.Catalog, workspace.Store, workspace.Custodians, state, invocation.Get(reason), invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"{state.Id} is withdrawn; {outcome.Destroyed.Count} files destroyed here, {outcome.Kept.Count} kept");
            foreach (string kept in outcome.Kept)
            {
                invocation.Output.Warn($"kept: {kept}");
            }
            invocation.Output.Say(outcome.Runs.Count == 0 ? "no run used it" : $"runs that used it: {string.Join(", ", outcome.Runs)}");
            invocation.Output.Result(
                new JsonObject
                {
                    ["batch"] = state.Id,
                    ["entry"] = outcome.Entry.Value,
                    ["destroyed"] = new JsonArray([.. outcome.Destroyed.Select(name => (JsonNode)name)]),
                    ["kept"] = new JsonArray([.. outcome.Kept.Select(name => (JsonNode)name)]),
                    ["runs"] = new JsonArray([.. outcome.Runs.Select(run => (JsonNode)run)]),
                    ["models"] = new JsonArray([.. outcome.Models.Select(model => (JsonNode)model.ToString())]),
                    ["head"] = HeadOutput.ToJson(workspace.Catalog.Ledger.Head),
                },
                _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }
}
