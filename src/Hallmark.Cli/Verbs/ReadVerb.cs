using System.CommandLine;
using System.Text;
using Hallmark.Api;
using Hallmark.Contracts.Access;
using Hallmark.Data.Batches;
using Hallmark.Data.Sources.Csv;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Operations.Actions;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark read</c>: the records of a batch, after the reading is on record.</summary>
internal static class ReadVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        Option<string> purpose = CommonOptions.Purpose();
        var file = new OutputFileOption("--out", "Write the records (CSV) to this file; without it to standard output.");
        Option<string?> reader = CommonOptions.As();
        var command = new Command("read", "Read a batch: the use is put on record before a byte is served.")
        {
            batch, purpose, file, reader,
        };
        command.SetBody(async invocation =>
        {
            var action = new ReadBatch(invocation.Get(batch), invocation.Get(purpose)) { As = invocation.Get(reader) };
            (BatchRecords read, Head head) = await invocation.ActAsync(action).ConfigureAwait(false);
            string text = ToCsv(read.Records);
            if (invocation.Get(file) is { } path)
            {
                // What was sealed before is readable by its reader only.
                DurableFile.Replace(path, Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);
            }
            string? shown = invocation.Get(file) is null ? text : null;
            UseState use = read.Use;
            invocation.Output.Say(
                $"{use.Member} read {Words.Count(read.Records.Count, "record")} of {use.Batch} for {use.For}: entry {use.Entry}");
            invocation.Output.Result(BatchReadAnswer.Of(read) with { Csv = shown }, console => Show(shown, console, invocation.Output));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>A terminal is told nothing by a record; a file gets its bytes as they are.</summary>
    private static void Show(string? csv, IAnsiConsole console, Output output)
    {
        string lines = (csv ?? "").ReplaceLineEndings("\n");
        string printable = Output.Printable(lines);
        console.Profile.Out.Writer.Write(printable);
        if (printable != lines)
        {
            output.Warn("the records hold control characters, shown here as \\u001b and the like; --out writes them as they are");
        }
    }

    private static string ToCsv(RecordBatch records)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CsvTarget.Write(records, text);
        return text.ToString();
    }
}
