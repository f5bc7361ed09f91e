using System.Globalization;
using System.Text;

namespace Hallmark.Operations.Yaml;

/// <summary>Any text as YAML holds it.</summary>
internal static class YamlQuoting
{
    /// <summary>In double quotes, on one line; what people could not see, or an editor would change, as an escape.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                > char.MaxValue => $"\\U{rune.Value:x8}",
                _ when IsPlain(rune) => rune.ToString(),
                _ => $"\\u{rune.Value:x4}",
            });
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>What follows a <c>#</c>: on one line, whatever the text quotes.</summary>
    public static string Comment(string text) => string.Concat(text.EnumerateRunes().Select(rune => IsPlain(rune) ? rune.ToString() : "?"));

    private static bool IsPlain(Rune rune) => rune.IsBmp && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate));
}
