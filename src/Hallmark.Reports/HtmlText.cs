using System.Globalization;
using System.Text;

namespace Hallmark.Reports;

/// <summary>
/// Text of strangers made safe to show. Besides what HTML could take for markup, characters that nobody sees are written as
/// <c>[U+202E]</c>: they could turn a line around, or make two names look like one.
/// </summary>
public static class HtmlText
{
    public static void Escape(string text, StringBuilder into)
    {
        // Lone surrogates come out of the enumeration as U+FFFD.
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<': into.Append("&lt;"); break;
                case '>': into.Append("&gt;"); break;
                case '&': into.Append("&amp;"); break;
                case '"': into.Append("&quot;"); break;
                case '\'': into.Append("&#39;"); break;
                case '\n' or '\t': into.Append((char)rune.Value); break;
                case int value when IsUnseen(rune):
                    into.Append("[U+")
                    .Append(value.ToString("X4", CultureInfo.InvariantCulture)).Append(']'); break;
                default: AppendRune(rune, into); break;
            }
        }
    }

    /// <summary>The beginning of the text, for labels with little room; the whole has to stand elsewhere.</summary>
    /// <param name="limit">Most characters of the result, with the ellipsis.</param>
    public static string Shorten(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }
        int end = limit - 1;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + "…";
    }

    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.Value & 0xFFFE) == 0xFFFE
        || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static void AppendRune(Rune rune, StringBuilder into)
    {
        Span<char> units = stackalloc char[2];
        into.Append(units[..rune.EncodeToUtf16(units)]);
    }
}
