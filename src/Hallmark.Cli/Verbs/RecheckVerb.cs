using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark recheck</c>: measures a judged batch again and compares with what its validator signed.</summary>
internal static class RecheckVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        Option<string?> member = CommonOptions.As();
        var command = new Command("recheck", "Measure a judged batch again, and compare with what its validator signed.") { batch, member };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            BatchState state = workspace.Catalog.Batch(invocation.Get(batch));
            Rechecking.Judged(workspace.Catalog, state); // before anything is put on record
            MemberSession session = workspace.ActAs(invocation.Get(member), Roles.Validator);
            RecheckResult result = await Rechecking.RunAsync(session, workspace.Catalog, workspace.Custodians, state, invocation.Cancellation).ConfigureAwait(false);
            string validator = state.Validators[^1];
            invocation.Output.Result(ToJson(state, validator, result), console => console.Profile.Out.Writer.WriteLine(Sentence(state, validator, result)));
            return CodeOf(result);
        });
        return command;
    }

    public static int CodeOf(RecheckResult result) => result.Status switch
    {
        RecheckStatus.Agrees => ExitCode.Good,
        RecheckStatus.Differs => ExitCode.Denied,
        _ => ExitCode.Failure,
    };

    public static string Sentence(BatchState batch, string validator, RecheckResult result) => result.Status switch
    {
        RecheckStatus.Agrees => $"{batch.Id}: measured again, the same as {validator} signed in entry {batch.JudgedEntry}",
        RecheckStatus.Differs => $"{batch.Id}: not what {validator} signed in entry {batch.JudgedEntry}: {result.Problem}",
        _ => $"{batch.Id}: cannot be measured again here: {result.Problem}",
    };

    public static JsonObject ToJson(BatchState batch, string validator, RecheckResult result) => new()
    {
        ["batch"] = batch.Id,
        ["validator"] = validator,
        ["entry"] = batch.JudgedEntry?.Value,
        ["result"] = result.Status.ToString().ToLowerInvariant(),
        ["problem"] = result.Problem.Length == 0 ? null : result.Problem,
        ["signed"] = Checks(result.Judge),
        ["measured"] = result.Measured is { } measured ? Checks(measured) : null,
    };

    private static JsonArray Checks(Contracts.Judging.BatchJudge judge) => new([.. judge.Checks.Select(check => new JsonObject
    {
        ["check"] = check.Check,
        ["good"] = check.Good,
        ["of"] = check.Of,
    })]);
}
