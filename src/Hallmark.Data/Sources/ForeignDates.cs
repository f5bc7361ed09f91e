using System.Text.RegularExpressions;

namespace Hallmark.Data.Sources;

/// <summary>
/// Dates as people write them and <see cref="Records.MomentText"/> does not read them: 31.12.2026, 12/31/2026. Nobody knows of 01/02/2026
/// which of the two is the day, so they stay text, and this is said.
/// </summary>
internal static partial class ForeignDates
{
    public static bool IsOne(string text) => Date().IsMatch(text);

    [GeneratedRegex(@"^ *[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?:[ T,].{0,20})? *\z")]
    private static partial Regex Date();
}
