using System.Globalization;
using System.Text;

namespace Hallmark.Evidence.Notes;

/// <summary>What the text formats of C2SP share. Everything has one spelling: what another one would read as is refused.</summary>
internal static class NoteText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(string text) => Strict.GetBytes(text);

    /// <summary>Decodes UTF-8 without control characters but LF.</summary>
    /// <exception cref="MalformedException">Too long, or not such a text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string field, int maxBytes)
    {
        if (bytes.Length > maxBytes)
        {
            throw new MalformedException(field, $"has {bytes.Length} bytes, more than {maxBytes}");
        }
        try
        {
            string text = Strict.GetString(bytes);
            return HasControl(text) ? throw new MalformedException(field, "has a control character other than a line's end") : text;
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedException(field, "is not UTF-8");
        }
    }

    public static bool HasControl(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\x09') || text.AsSpan().ContainsAnyInRange('\x0b', '\x1f');

    /// <summary>A key's name: not empty, no white space of Unicode, no plus (C2SP signed-note).</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('+', StringComparison.Ordinal) && !name.Any(char.IsWhiteSpace) && !HasControl(name);

    /// <summary>Standard base64 with padding, without white space and with zero bits left over; null for anything else.</summary>
    public static byte[]? Base64(string text)
    {
        byte[] bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out int length) && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : null;
    }

    public static Digest? Base64Digest(string text) =>
        text.Length == 44 && Base64(text) is { Length: Digest.Size } bytes ? Digest.FromBytes(bytes) : null;

    public static string Base64(Digest digest) => Convert.ToBase64String(digest.ToArray());

    /// <summary>A decimal number without sign or leading zeros; null for anything else.</summary>
    public static ulong? Number(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
        && value.ToString(CultureInfo.InvariantCulture) == text
            ? value
            : null;
}
