using System.CommandLine;
using System.Text;
using Hallmark.Api;
using Hallmark.Contracts.Access;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
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
        var raw = new Option<bool>("--raw")
        {
            Description = "With --out: the file that the batch was read from, byte for byte, where it was kept ('register "
                + "--keep-source'); of several --out is a folder. Otherwise as without it.",
        };
        var spreadsheet = new Option<bool>("--for-spreadsheet")
        {
            Description = "Put an apostrophe before texts that a spreadsheet would compute (= + - @): the file reads back otherwise.",
        };
        Option<string?> reader = CommonOptions.As();
        var command = new Command("read", "Read a batch: the use is put on record before a byte is served.")
        {
            batch, purpose, file, raw, spreadsheet, reader,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(raw) && (result.GetValue(file) is null || result.GetValue(spreadsheet)))
            {
                result.AddError("--raw needs --out, and goes without --for-spreadsheet.");
            }
        });
        command.SetBody(invocation => invocation.Get(raw) ? ReadRawAsync(invocation) : ReadAsync(invocation));
        return command;

        async Task<int> ReadAsync(Invocation invocation)
        {
            var action = new ReadBatch(invocation.Get(batch), invocation.Get(purpose)) { As = invocation.Get(reader) };
            (BatchRecords read, Head head) = await invocation.ActAsync(action).ConfigureAwait(false);
            (string text, int? escaped) = ToCsv(read.Records, invocation.Get(spreadsheet));
            if (invocation.Get(file) is { } path)
            {
                Write(path, text);
            }
            foreach (RoundedCell cell in read.Rounded)
            {
                invocation.Output.Warn(
                    $"column '{cell.Column}' was one of whole numbers, and no float has all digits of {cell.Value} (record "
                        + $"{cell.Record + 1}): such numbers are shown rounded, and are on record as they were");
            }
            if (escaped > 0)
            {
                invocation.Output.Warn(
                    $"{Words.Count(escaped.Value, "cell")} got an apostrophe: these are not the bytes on record any more");
            }
            string? shown = invocation.Get(file) is null ? text : null;
            UseState use = read.Use;
            invocation.Output.Say(
                $"{use.Member} read {Words.Count(read.Records.Count, "record")} of {use.Batch} for {use.For}: entry {use.Entry}");
            invocation.Output.Result(
                BatchReadAnswer.Of(read) with { Csv = shown, Escaped = escaped }, console => Show(shown, console, invocation.Output));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        }

        async Task<int> ReadRawAsync(Invocation invocation)
        {
            string path = invocation.Get(file)!;
            var action = new ReadKeptSource(invocation.Get(batch), invocation.Get(purpose), path) { As = invocation.Get(reader) };
            (KeptSourceRead read, Head head) = await invocation.ActAsync(action).ConfigureAwait(false);
            UseState use = read.Use;
            if (read.Canonical is { } canonical)
            {
                invocation.Output.Warn(
                    $"{canonical.Why}: {path} has the records in their canonical form (CSV), not the bytes that were given");
                Write(path, ToCsv(canonical.Records, false).Text);
            }
            foreach (string other in read.Together.Where(other => other != use.Batch))
            {
                invocation.Output.Say($"the file holds records of {other}, too: reading it is on record as well");
            }
            invocation.Output.Say(
                $"{use.Member} read {Words.Count(read.Records, "record")} of {use.Batch} for {use.For}: entry {use.Entry}");
            invocation.Output.Result(
                BatchReadAnswer.Of(read),
                console => read.Files.ToList().ForEach(one => Output.WriteLine(console, $"{one.File.Name}, as it was given: {one.Path}")));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        }
    }

    /// <summary>What was sealed before is readable by its reader only.</summary>
    private static void Write(string path, string text) =>
        DurableFile.Replace(path, Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);

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

    private static (string Text, int? Escaped) ToCsv(RecordBatch records, bool forSpreadsheet)
    {
        using var text = new StringWriter { NewLine = "\n" };
        if (forSpreadsheet)
        {
            int escaped = CsvTarget.WriteForSpreadsheet(records, text);
            return (text.ToString(), escaped);
        }
        CsvTarget.Write(records, text);
        return (text.ToString(), null);
    }
}
