using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources.Csv;
using Hallmark.Files;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark read</c>: the records of a batch, after the reading is on record.</summary>
internal static class ReadVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        Option<string> purpose = CommonOptions.Purpose();
        var file = new Option<string?>("--out") { Description = "Write the records (CSV) to this file; without it to standard output.", HelpName = "FILE" };
        Option<string?> reader = CommonOptions.As();
        var command = new Command("read", "Read a batch: the use is put on record before a byte is served.") { batch, purpose, file, reader };
        command.SetBody(async invocation =>
        {
            MemberNames.RequireName(invocation.Get(purpose));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            BatchState state = workspace.Catalog.Batch(invocation.Get(batch));
            MemberSession session = workspace.ActAs(invocation.Get(reader), Roles.Reader);
            var reading = await BatchReading.OpenAsync(
                session, workspace.Catalog, state.Dataset, [state], invocation.Get(purpose), workspace.Custodians.OpenAsync, cancellation: invocation.Cancellation).ConfigureAwait(false);
            Schema schema = await workspace.Catalog.SchemaAsync(state.Dataset, invocation.Cancellation).ConfigureAwait(false);
            RecordBatch records = await reading.ReadAsync(state, schema, invocation.Cancellation).ConfigureAwait(false);
            string text = ToCsv(records);
            if (invocation.Get(file) is { } path)
            {
                // What was sealed before is readable by its reader only.
                DurableFile.Replace(path, Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);
            }
            UseState use = workspace.Catalog.Ledger.State.Find(AccessKeys.Use(state.Id, session.Member, invocation.Get(purpose)))!;
            invocation.Output.Say($"{session.Member} read {records.Count} records of {state.Id} for {use.Purpose}: entry {use.Entry}");
            var json = new JsonObject { ["batch"] = state.Id, ["records"] = records.Count, ["purpose"] = use.Purpose, ["entry"] = use.Entry.Value, ["grant"] = use.Grant?.Value };
            if (invocation.Get(file) is null)
            {
                json["csv"] = text;
            }
            invocation.Output.Result(json, console =>
            {
                if (invocation.Get(file) is null)
                {
                    console.Profile.Out.Writer.Write(text);
                }
            });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static string ToCsv(RecordBatch records)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CsvTarget.Write(records, text);
        return text.ToString();
    }
}
