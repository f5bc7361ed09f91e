using System.Globalization;

namespace Hallmark.Cel.Regex;

/// <summary>Reads a backslash and what stands for one code point.</summary>
internal static class EscapeReader
{
    public static int Take(PatternReader reader)
    {
        int start = reader.At;
        reader.Take('\\');
        if (reader.AtEnd)
        {
            throw PatternReader.Fault(start, "nothing behind the backslash");
        }
        int letter = reader.TakeCodePoint();
        return letter switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hexadecimal(reader, start),
            '0' => Octal(reader, 0),
            >= '1' and <= '7' when NextIsOctal(reader) => Octal(reader, letter - '0'),
            >= '1' and <= '9' => throw PatternReader.Fault(start, "references to groups are no part of RE2"),
            < 128 when !char.IsAsciiLetter((char)letter) => letter,
            _ => throw PatternReader.Fault(start, "not an escape of RE2" + Hint(letter)),
        };
    }

    private static string Hint(int letter) => letter switch
    {
        'C' => ": bytes cannot be matched one by one",
        'Z' => ": \\z is the end of the text",
        _ => "",
    };

    private static bool NextIsOctal(PatternReader reader) => !reader.AtEnd && reader.Rest[0] is >= '0' and <= '7';

    private static int Octal(PatternReader reader, int code)
    {
        for (int more = 0; more < 2 && NextIsOctal(reader); more++)
        {
            code = code * 8 + reader.TakeCodePoint() - '0';
        }
        return code;
    }

    private static int Hexadecimal(PatternReader reader, int start)
    {
        string? digits = reader.Take('{') ? WithoutZeros(reader.TakeUntil("}")) : TwoDigits(reader);
        // More than six digits are past the last code point.
        return digits is { Length: > 0 and <= 6 } && digits.All(char.IsAsciiHexDigit)
            && int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is < CodePointSet.End and var code
            ? code
            : throw PatternReader.Fault(start, "not a hexadecimal escape");
    }

    private static string? WithoutZeros(string? digits) => digits?.TrimStart('0') is "" && digits.Length > 0 ? "0" : digits?.TrimStart('0');

    private static string? TwoDigits(PatternReader reader)
    {
        if (reader.Rest.Length < 2)
        {
            return null;
        }
        string digits = reader.Rest[..2].ToString();
        reader.At += 2;
        return digits;
    }
}
