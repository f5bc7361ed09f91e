using System.CommandLine;
using System.Globalization;
using Hallmark.Api;
using Hallmark.Operations;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark diff</c>: which records of a dataset were added, removed and changed between two heights.</summary>
internal static class DiffVerb
{
    public static Command Create()
    {
        var from = new Argument<string>("FROM") { Description = "DATASET@HEIGHT: the dataset as it was after a block." };
        var to = new Argument<string>("TO") { Description = "The same later; DATASET alone is what it is now." };
        var shown = new Option<int>("--records")
        {
            Description = "Most records shown; --json has all.",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command("diff", "Name records that were added to a dataset, removed and changed between two blocks.")
        {
            from, to, shown,
        };
        command.SetBody(async invocation =>
        {
            (string dataset, ulong? before) = Read(invocation.Get(from));
            (string later, ulong? after) = Read(invocation.Get(to));
            if (later != dataset || before is null)
            {
                throw new UsageException(before is null
                    ? $"'{dataset}' is no DATASET@HEIGHT: which block is it to be compared with?"
                    : $"'{dataset}' and '{later}' are two datasets; one is compared at two heights");
            }
            DatasetDiff diff = await invocation.AskAsync(new DiffDataset(dataset, before.Value, after)).ConfigureAwait(false);
            invocation.Output.Result(
                DiffAnswer.Of(diff), console => Write(Output.Lines(console), DiffAnswer.Of(diff), Math.Max(0, invocation.Get(shown))));
            return diff.NotTold.Count == 0 ? ExitCode.Good : ExitCode.Failure;
        });
        return command;
    }

    private static (string Dataset, ulong? Height) Read(string text)
    {
        string[] parts = text.Split('@', 2);
        return parts.Length == 1 ? (text, null)
            : ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong height) ? (parts[0], height)
            : throw new UsageException($"'{text}': '{parts[1]}' is no height of a block");
    }

    private static void Write(TextWriter writer, DiffAnswer diff, int most)
    {
        writer.WriteLine(
            $"{diff.Dataset}, block {diff.From} to {diff.To}: {Words.Count(diff.Added, "record")} added, {diff.Removed} removed, "
            + $"{diff.Changed} changed");
        foreach (ChangeAnswer change in diff.Changes.Take(most))
        {
            string[] places = [.. new[] { change.Before, change.After }.OfType<PlaceAnswer>().Select(Place)];
            writer.WriteLine($"{change.Kind}  {string.Join(" -> ", places)}");
        }
        if (diff.Changes.Count > most)
        {
            writer.WriteLine($"and {diff.Changes.Count - most} more (--records N shows N)");
        }
        foreach (NotReadAnswer batch in diff.NotTold)
        {
            writer.WriteLine($"not told: {batch.Batch}, {batch.Why}");
        }
    }

    private static string Place(PlaceAnswer place) =>
        $"{place.Batch} record {place.Record}{(place.Line is { } line ? $" (line {line} of {place.File})" : "")}";
}
