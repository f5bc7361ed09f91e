using System.CommandLine;
using Hallmark.Api;
using Hallmark.Operations;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark duplicates</c>: records that are on the ledger more than once, in whatever dataset.</summary>
internal static class DuplicatesVerb
{
    public static Command Create()
    {
        var shown = new Option<int>("--records")
        {
            Description = "Most copies shown; --json has all.",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command("duplicates", "List exact copies of records across the whole ledger.") { shown };
        command.SetBody(async invocation =>
        {
            LedgerCopies copies = await invocation.AskAsync(new FindCopies()).ConfigureAwait(false);
            int most = Math.Max(0, invocation.Get(shown));
            invocation.Output.Result(CopiesAnswer.Of(copies), console => Write(Output.Lines(console), copies, most));
            if (copies.NotRead.Count == 0)
            {
                return ExitCode.Good;
            }
            invocation.Output.Warn(
                $"incomplete: {copies.NotRead.Count} of {copies.Batches + copies.NotRead.Count} batches were not looked at, and why stands "
                + "beside each; copies in them would not show");
            return ExitCode.Failure;
        });
        return command;
    }

    private static void Write(TextWriter writer, LedgerCopies copies, int most)
    {
        writer.WriteLine($"{Words.Count(copies.Copies.Count, "copy", "copies")} among "
            + $"{Words.Count(copies.Records, "record")} of {Words.Count(copies.Batches, "batch", "batches")}");
        foreach (CopiedRecord copy in copies.Copies.Take(most))
        {
            writer.WriteLine($"{copy.Batch} record {copy.Record} copies {copy.Of} record {copy.OfRecord}");
        }
        if (copies.Copies.Count > most)
        {
            writer.WriteLine($"and {copies.Copies.Count - most} more");
        }
        foreach ((string batch, string why) in copies.NotRead)
        {
            writer.WriteLine($"not looked at: {batch}, {why}");
        }
    }
}
