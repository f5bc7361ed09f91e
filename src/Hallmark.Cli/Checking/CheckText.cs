using System.Globalization;
using Hallmark.Api;
using Hallmark.Data.Records;
using Hallmark.Operations.Checking;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Targets;
using Spectre.Console;

namespace Hallmark.Cli.Checking;

/// <summary>What <c>hallmark check</c> found, for people.</summary>
internal sealed class CheckText(CheckedFile file)
{
    public void Write(IAnsiConsole console, int worst)
    {
        TextWriter writer = Output.Lines(console);
        CheckInput input = file.Input;
        writer.WriteLine(
            $"{file.Path}: {Words.Count(input.Count, "record")} of {Words.Count(input.FeatureNames.Count, "number")}, "
            + $"{file.Flagged} flagged");
        foreach (string column in input.RowNumbers)
        {
            writer.WriteLine($"column '{column}' only numbers the records and was left out");
        }
        foreach ((string column, ColumnRole role) in input.Declared)
        {
            string use = role == ColumnRole.Group ? "; records of one are in one fold, so that none vouches for another" : "";
            writer.WriteLine($"column '{column}' is declared ({SchemaFormat.NameOf(role)}) and no feature{use}");
        }
        if (input.MomentNames.Count > 0)
        {
            writer.WriteLine($"columns of dates and times, learned from as days: {string.Join(", ", input.MomentNames)}");
        }
        if (input.LearnedTextNames.Count > 0)
        {
            writer.WriteLine(
                $"columns of text, learned from by their words and pairs of words: {string.Join(", ", input.LearnedTextNames)}");
        }
        if (input.Unused.Count > 0)
        {
            writer.WriteLine($"columns of names, used for exact copies only: {string.Join(", ", input.Unused)}");
        }
        if (input.Target is not null)
        {
            writer.WriteLine(Targets(file.Result.Targets));
            foreach (IGrouping<string, string> checks in file.Result.Unmeasured.GroupBy(one => one.Reason, one => one.Check))
            {
                writer.WriteLine($"not measurable: {string.Join(", ", checks)} ({checks.Key})");
            }
        }
        else if (file.Result.Labels is null)
        {
            writer.WriteLine(input.HasLabels
                ? "labels: not checked, for the models learn from numbers and there is no column of them"
                : "labels: none were named (--label), so they were not checked");
        }
        foreach (string line in file.Result.Summary)
        {
            writer.WriteLine(line);
        }
        new SourceText(file).Write(console);
        WriteWorst(console, worst);
    }

    private static string Targets(TargetMeasurement? targets) => targets switch
    {
        null => "targets: not checked, for the models learn from numbers and there is no column of them",
        { Refusal: { } refusal } => $"targets: could not be checked: {refusal}",
        _ => string.Create(CultureInfo.InvariantCulture, $"targets: {targets.Rate:P1} are far from what the other records foretell ")
            + string.Create(CultureInfo.InvariantCulture, $"(95 % interval {targets.Interval.Low:P1} to {targets.Interval.High:P1}); ")
            + string.Create(CultureInfo.InvariantCulture, $"{targets.Explained:P0} of their spread is foretold"),
    };

    private void WriteWorst(IAnsiConsole console, int worst)
    {
        DataCheckResult result = file.Result;
        int[] flagged = [.. Enumerable.Range(0, file.Input.Count).Where(record => result.Flagged[record])
            .OrderByDescending(record => result.Suspicion[record]).ThenBy(record => record).Take(worst)];
        if (flagged.Length > 0)
        {
            WriteTable(console, flagged);
        }
        if (flagged.Length < file.Flagged)
        {
            Output.Lines(console).WriteLine(
                $"{flagged.Length} of {file.Flagged} flagged records shown, the most suspect first; --worst {file.Flagged} shows all, "
                + "--json tells of every record");
        }
    }

    private string PlaceOf(int record)
    {
        (string? part, long place) = file.Input.PlaceOf(record);
        return part is null ? $"{place}" : $"{part} {place}";
    }

    private void WriteTable(IAnsiConsole console, int[] flagged)
    {
        DataCheckResult result = file.Result;
        Table table = Output.NewTable(file.Input.PositionUnit, "suspicion", "label", "suggested");
        foreach (int record in flagged)
        {
            Output.AddRow(table, PlaceOf(record), $"{result.Suspicion[record]:F3}",
                file.LabelOf(record) ?? "", file.SuggestionFor(record) ?? "");
        }
        Output.WriteTable(console, table);
    }
}
