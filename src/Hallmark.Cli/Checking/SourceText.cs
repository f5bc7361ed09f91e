using Hallmark.Api;
using Hallmark.Operations.Checking;
using Hallmark.Quality.Provenance;
using Spectre.Console;

namespace Hallmark.Cli.Checking;

/// <summary>What <c>hallmark check</c> found of where records come from, for people.</summary>
internal sealed class SourceText(CheckedFile file)
{
    private const int ReasonsShown = 10;
    private const double Rows = 100; // that people are told the value of: that of one is small

    public void Write(IAnsiConsole console)
    {
        if (file.Result.Providers is null)
        {
            if (file.Input.HasSources && !file.Result.ComparesTargetSources)
            {
                Output.Lines(console).WriteLine($"sources: cannot tell, {file.Unmeasured}");
            }
            return;
        }
        CheckedSource[] measured = [.. file.Sources().Where(source => source.Finding is not null)];
        Table table = Output.NewTable("source", "score", "95 % interval", "suspect", "advice", "100 rows add", "source adds");
        foreach (CheckedSource source in measured)
        {
            ProviderFinding finding = source.Finding!;
            Output.AddRow(
                table, source.Name, $"{source.Score:F3}", $"{finding.Noise.Lower:F3} to {finding.Noise.Upper:F3}",
                finding.Accused ? "yes" : "no", CheckedSourceAnswer.NameOf(source.Advice),
                source.RowValue is { } row ? Figure(Rows * row) : "", SourceAdds(source.Value));
        }
        Output.WriteTable(console, table);
        Output.Lines(console).WriteLine(
            "score: share of a source's labels that the others' data speak against, from 0 to 1; suspect: more than chance explains");
        WriteReasons(Output.Lines(console), [.. measured.Where(source => source.Reason is not null)]);
        WriteWorth(Output.Lines(console));
    }

    private static void WriteReasons(TextWriter writer, CheckedSource[] untold)
    {
        foreach (CheckedSource source in untold.Take(ReasonsShown))
        {
            writer.WriteLine($"source {source.Name}: {CheckedSourceAnswer.NameOf(source.Advice)}, {source.Reason}");
        }
        if (untold.Length > ReasonsShown)
        {
            writer.WriteLine($"sources: of {untold.Length - ReasonsShown} more nothing can be told; --json says why");
        }
    }

    private void WriteWorth(TextWriter writer)
    {
        if (file.Result.Worth is not { } worth)
        {
            return;
        }
        if (worth.Rows is not null)
        {
            writer.WriteLine(
                $"sources: what they add is the share of right votes among the {WorthMeasurement.Neighbours} nearest records of others "
                + "(Shapley values), asked of "
                + (worth.Asked == file.Input.Labels.Count(label => label >= 0) ? "all records" : $"{worth.Asked} drawn records"));
        }
        if (worth.Refusal is { } refusal)
        {
            writer.WriteLine($"sources: what {(worth.Rows is null ? "they" : "each source by itself")} adds was not measured, {refusal}");
        }
    }

    private static string SourceAdds(ShapleyValue? worth) => worth is not { } value ? ""
        : value.StandardError == 0 ? Figure(value.Value) : $"{Figure(value.Value)} ({Figure(value.Lower)} to {Figure(value.Upper)})";

    private static string Figure(double value) => $"{Math.Round(value, 4) + 0.0:F4}"; // and never minus nothing
}
