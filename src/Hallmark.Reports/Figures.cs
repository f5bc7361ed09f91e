using System.Globalization;

namespace Hallmark.Reports;

/// <summary>Numbers as the report writes them, the same in every country.</summary>
internal static class Figures
{
    /// <summary>From here on a loss is written with an exponent.</summary>
    private const decimal LargestPlain = 100_000m;

    public static string Count(decimal value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"1 batch", "12 batches".</summary>
    public static string Count(decimal value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    public static decimal OfPpm(long ppm) => ppm / (decimal)Learning.Share.Million;

    /// <summary>An integrity score in [0,1] from millionths.</summary>
    public static string Score(decimal ppm) => (ppm / Learning.Share.Million).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A share in [0,1].</summary>
    public static string Share(decimal share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Percent without the sign.</summary>
    public static string Percent(decimal percent) => percent.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Loss(decimal loss) =>
        loss.ToString(Math.Abs(loss) < LargestPlain ? "0.0000" : "0.000e+0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A coordinate in a picture, to the hundredth.</summary>
    public static string Place(double coordinate) => Math.Round((decimal)coordinate, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
