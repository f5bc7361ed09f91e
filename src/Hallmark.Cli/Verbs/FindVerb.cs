using System.CommandLine;
using Hallmark.Api;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark find</c>: which batches hold a file, a digest or a record.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var what = new Argument<string>("WHAT")
        {
            Description = "A file or folder, known by its bytes; a digest of 64 hexadecimal digits; or a record's values between commas, "
                + "in the order of the dataset's columns.",
        };
        var dataset = new Option<string?>("--dataset") { Description = "Only this dataset; needed for a record's values.", HelpName = "D" };
        var command = new Command("find", "Say which batches hold a file, a digest or a record.") { what, dataset };
        command.SetBody(async invocation =>
        {
            FoundContent found = await invocation.AskAsync(new FindContent(invocation.Get(what), invocation.Get(dataset)))
                .ConfigureAwait(false);
            invocation.Output.Result(FoundAnswer.Of(found), console => Write(Output.Lines(console), found));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Write(TextWriter writer, FoundContent found)
    {
        if (found.Places.Count == 0)
        {
            writer.WriteLine($"no batch holds this {found.Kind}");
        }
        foreach (FoundPlace place in found.Places)
        {
            string record = place.Record is { } number ? $" {number}" : "";
            string file = place.File is { } name ? $", from {name}{(place.Place is { } line ? $" {line}" : "")}" : "";
            writer.WriteLine($"{place.Batch}  {place.As}{record}{file}");
        }
    }
}
