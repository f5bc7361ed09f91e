using System.Globalization;
using System.Text;

namespace Hallmark.Cel;

/// <summary>
/// Escapes of protobuf's text format that were left standing where the official cases were turned into JSON: <c>\u0100</c> and
/// <c>\U00000100</c> in strings, <c>\?</c> in bytes. The language never gives such text where the case means the character.
/// </summary>
internal static class CaseEscapes
{
    /// <summary>The value with its escapes resolved; null where there are none.</summary>
    public static CelValue? Resolve(in CelValue value) => value.Kind switch
    {
        CelKind.String when Resolve(value.RawString) is { } text => CelValue.Of(text),
        CelKind.Bytes when Resolve(value.RawBytes) is { } bytes => CelValue.Of(bytes),
        _ => null,
    };

    private static string? Resolve(string text)
    {
        var resolved = new StringBuilder();
        int at = 0;
        for (int escape = text.IndexOf('\\'); escape >= 0; escape = text.IndexOf('\\', escape + 1))
        {
            int digits = escape + 1 < text.Length ? text[escape + 1] switch { 'u' => 4, 'U' => 8, _ => 0 } : 0;
            if (digits > 0 && escape + 2 + digits <= text.Length
                && int.TryParse(text.AsSpan(escape + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point)
                && Rune.IsValid(point))
            {
                resolved.Append(text, at, escape - at).Append(new Rune(point).ToString());
                at = escape + 2 + digits;
            }
        }
        return at == 0 ? null : resolved.Append(text, at, text.Length - at).ToString();
    }

    private static byte[]? Resolve(ReadOnlySpan<byte> bytes)
    {
        var resolved = new List<byte>(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '\\' || i + 1 == bytes.Length || bytes[i + 1] != '?')
            {
                resolved.Add(bytes[i]);
            }
        }
        return resolved.Count == bytes.Length ? null : [.. resolved];
    }
}
