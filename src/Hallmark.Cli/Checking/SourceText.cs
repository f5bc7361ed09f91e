using System.Text.Json.Nodes;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Provenance;
using Spectre.Console;

namespace Hallmark.Cli.Checking;

/// <summary>What <c>hallmark check</c> found of where records come from, as JSON and for people.</summary>
internal sealed class SourceText(CheckInput input, DataCheckResult result)
{
    private const int ReasonsShown = 10;
    private const double Rows = 100; // that people are told the value of: that of one is small

    /// <summary>All sources by name; a higher score is more suspect, null where nothing could be told.</summary>
    public IEnumerable<JsonObject> ToJson()
    {
        Dictionary<int, int> records = input.Sources.CountBy(source => source).ToDictionary();
        Dictionary<int, int> places = result.Sources.Index().ToDictionary(item => item.Item, item => item.Index);
        for (int source = 0; source < input.SourceNames.Count; source++)
        {
            int place = places.GetValueOrDefault(source, -1);
            ProviderFinding? finding = place < 0 ? null : result.Providers!.Providers[place];
            yield return new JsonObject
            {
                ["source"] = input.SourceNames[source],
                ["records"] = records.GetValueOrDefault(source),
                ["score"] = finding is null ? null : Score(finding),
                ["suspect"] = finding?.Accused ?? false,
                ["noiseRate"] = finding is null ? null : Math.Clamp(finding.Noise.Rate, finding.Noise.Lower, finding.Noise.Upper),
                ["noiseRateLower"] = finding?.Noise.Lower,
                ["noiseRateUpper"] = finding?.Noise.Upper,
                ["p"] = finding?.P,
                ["outsideLoss"] = finding?.Loss,
                ["expectedOutsideLoss"] = finding?.ExpectedLoss,
                ["advice"] = Advice(finding?.Advice ?? ProviderAdvice.CannotTell),
                ["reason"] = finding is null ? Unmeasured : finding.Reason,
                ["value"] = place < 0 ? null : result.Worth?.Rows?[place],
                ["shapley"] = place < 0 || result.Worth?.Providers is not { } values ? null : new JsonObject
                {
                    ["value"] = values[place].Value,
                    ["low"] = values[place].Lower,
                    ["high"] = values[place].Upper,
                },
            };
        }
    }

    /// <summary>How values were found; null where there are none.</summary>
    public JsonObject? WorthJson() => result.Worth is not { } worth ? null : new JsonObject
    {
        ["neighbours"] = WorthMeasurement.Neighbours,
        ["askedRecords"] = worth.Asked,
        ["exact"] = worth.Providers is null ? null : result.Sources.Count <= ShapleyGame.ExactPlayers,
        ["refusal"] = worth.Refusal,
    };

    public void Write(IAnsiConsole console)
    {
        if (result.Providers is not { } providers)
        {
            if (input.HasSources)
            {
                console.Profile.Out.Writer.WriteLine($"sources: cannot tell, {Unmeasured}");
            }
            return;
        }
        Table table = Output.NewTable("source", "score", "95 % interval", "suspect", "advice", "100 rows add", "source adds");
        foreach (ProviderFinding finding in providers.Providers)
        {
            Output.AddRow(
                table, Name(finding), $"{Score(finding):F3}", $"{finding.Noise.Lower:F3} to {finding.Noise.Upper:F3}",
                finding.Accused ? "yes" : "no", Advice(finding.Advice), RowsAdd(finding.Provider), SourceAdds(finding.Provider));
        }
        console.Write(table);
        WriteReasons(console.Profile.Out.Writer, [.. providers.Providers.Where(finding => finding.Reason is not null)]);
        WriteWorth(console.Profile.Out.Writer);
    }

    private void WriteReasons(TextWriter writer, ProviderFinding[] untold)
    {
        foreach (ProviderFinding finding in untold.Take(ReasonsShown))
        {
            writer.WriteLine($"source {Name(finding)}: cannot tell, {finding.Reason}");
        }
        if (untold.Length > ReasonsShown)
        {
            writer.WriteLine($"sources: of {untold.Length - ReasonsShown} more nothing can be told; --json says why");
        }
    }

    private void WriteWorth(TextWriter writer)
    {
        if (result.Worth is not { } worth)
        {
            return;
        }
        if (worth.Rows is not null)
        {
            writer.WriteLine(
                $"sources: what they add is the share of right votes among the {WorthMeasurement.Neighbours} nearest records of others (Shapley values), asked of "
                + (worth.Asked == input.Labels.Count(label => label >= 0) ? "all records" : $"{worth.Asked} drawn records"));
        }
        if (worth.Refusal is { } refusal)
        {
            writer.WriteLine($"sources: what {(worth.Rows is null ? "they" : "each source by itself")} adds was not measured, {refusal}");
        }
    }

    private string Name(ProviderFinding finding) => input.SourceNames[result.Sources[finding.Provider]];

    private string RowsAdd(int place) => result.Worth?.Rows is { } rows ? Figure(Rows * rows[place]) : "";

    private string SourceAdds(int place) => result.Worth?.Providers?[place] is not { } value ? ""
        : value.StandardError == 0 ? Figure(value.Value) : $"{Figure(value.Value)} ({Figure(value.Lower)} to {Figure(value.Upper)})";

    private static string Figure(double value) => $"{Math.Round(value, 4) + 0.0:F4}"; // and never minus nothing

    /// <summary>Why nothing was measured of a source.</summary>
    private string Unmeasured => result.Providers is not null ? "it has no labelled records"
        : result.Labels is null ? "no labels were named"
        : input.SourceNames.Count > SourcedRecords.ProvidersLimit ? $"{input.SourceNames.Count} are more than {SourcedRecords.ProvidersLimit}"
        : "there are no labels of two classes";

    private static double Score(ProviderFinding finding) => Math.Clamp(finding.Noise.Rate, 0, 1);

    private static string Advice(ProviderAdvice advice) => advice switch
    {
        ProviderAdvice.Keep => "keep",
        ProviderAdvice.DropRows => "drop rows",
        ProviderAdvice.DropProvider => "drop provider",
        _ => "cannot tell",
    };
}
