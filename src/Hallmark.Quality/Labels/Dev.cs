namespace Hallmark.Quality.Labels;
internal static class Dev
{
    private static string? S(string n) => Environment.GetEnvironmentVariable("HM_" + n);
    public static int I(string n, int d) => S(n) is { } s ? int.Parse(s, System.Globalization.CultureInfo.InvariantCulture) : d;
    public static double D(string n, double d) => S(n) is { } s ? double.Parse(s, System.Globalization.CultureInfo.InvariantCulture) : d;
}
