using System.Globalization;
using System.Text;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Classes that are spelled alike: apart from case, spaces, dashes between words, the composition of accents, or the digits of one number.
/// Mostly one class that was typed in several ways, which no model can tell apart. They are named and never merged: whose data these are
/// knows best.
/// </summary>
internal static class AlikeClasses
{
    /// <returns>Each at least two classes, in their order; by the first of them.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> classes) =>
        [.. classes.GroupBy(Plain, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.ToArray())];

    private static string Plain(string name)
    {
        if (double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }
        var plain = new StringBuilder();
        foreach (char letter in name.Normalize(NormalizationForm.FormC).Trim())
        {
            // A dash at the beginning may be a sign, so it stays.
            bool gap = plain.Length > 0 && (char.IsWhiteSpace(letter) || letter is '-' or '_');
            if (!gap || plain[^1] != ' ')
            {
                plain.Append(gap ? ' ' : char.ToLowerInvariant(letter));
            }
        }
        return plain.ToString();
    }
}
