using System.Globalization;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Classes that are spelled alike: they look the same (<see cref="LookAlikes"/>) or are the same number. Mostly one class that was typed
/// in several ways, which no model can tell apart. They are named and never merged: whose data these are knows best.
/// </summary>
public static class AlikeClasses
{
    /// <returns>Each at least two classes, in their order; by the first of them.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> classes) =>
        [.. classes.GroupBy(Plain, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.ToArray())];

    private static string Plain(string name)
    {
        string plain = LookAlikes.Of(name);
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : plain;
    }
}
