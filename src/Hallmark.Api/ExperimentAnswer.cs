using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hallmark.Experiments.Selection;
using Hallmark.Scheduling;

namespace Hallmark.Api;

/// <summary>What an experiment measured, as <c>experiment</c> answers.</summary>
/// <param name="Results">Its cells, each with fields of its own kind.</param>
public sealed record ExperimentAnswer(string Experiment, JsonElement Results)
{
    /// <summary>Cells hold figures that can be infinite, and tuples.</summary>
    private static readonly JsonSerializerOptions Cells = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static ExperimentAnswer Of(string experiment, object cells) => new(experiment, JsonSerializer.SerializeToElement(cells, Cells));
}

/// <summary>How near methods of selection come to the best choice, as <c>experiment selection</c> answers.</summary>
/// <param name="WarmUpSeconds">What the first use of the methods took; not in the cells.</param>
public sealed record SelectionAnswer(string Experiment, double WarmUpSeconds, IReadOnlyList<SelectionCellAnswer> Results)
{
    public static SelectionAnswer Of(double warmUp, IEnumerable<SelectionCell> cells) =>
        new("selection", Math.Round(warmUp, SelectionCellAnswer.Decimals), [.. cells.Select(SelectionCellAnswer.Of)]);
}

/// <summary>What one method came to on one instance.</summary>
/// <param name="Chosen">As the file has them: numbers where they are written so.</param>
public sealed record SelectionCellAnswer(
    string Instance, string Method, double Value, double UpperBound, double Seconds, IReadOnlyList<object> Chosen)
{
    internal const int Decimals = 4;

    internal static SelectionCellAnswer Of(SelectionCell cell) => new(
        cell.Instance, SelectionMethods.NameOf(cell.Method), cell.Value, cell.UpperBound, Math.Round(cell.Seconds, Decimals),
        [.. cell.Chosen.Select(Id)]);

    private static object Id(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number.ToString(CultureInfo.InvariantCulture) == id
            ? number
            : id;
}
