using Hallmark.Operations.Runs;

namespace Hallmark.Api;

/// <summary>How values are told that are not text: one way for all answers.</summary>
public static class Words
{
    private const double Million = 1e6;

    /// <summary>An enumeration's member in lower case.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Millionths as a share from 0 to 1.</summary>
    public static double? Share(long? ppm) => ppm / Million;

    /// <summary>The same of what is always there.</summary>
    public static double Share(long ppm) => ppm / Million;

    /// <summary>A moment in UTC.</summary>
    /// <param name="milliseconds">Since 1970.</param>
    public static string Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How many of something, e.g. <c>1 batch</c>, <c>2 batches</c>.</summary>
    /// <param name="one">What one is called.</param>
    /// <param name="more">What two are called; by default with an s.</param>
    public static string Count(long number, string one, string? more = null) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : more ?? $"{one}s")}");

    /// <summary>Where a run's seed comes from.</summary>
    public static string OriginOf(RecordedRun run) => run.IsSeedDrawn ? "drawn" : "chosen";
}
