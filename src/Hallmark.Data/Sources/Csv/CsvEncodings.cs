using System.Globalization;
using System.Text;

namespace Hallmark.Data.Sources.Csv;

/// <summary>Encodings of text by name, and those that the first bytes of a file tell.</summary>
internal static class CsvEncodings
{
    /// <summary>What every file is in that nobody said otherwise of.</summary>
    public const string Utf8 = "utf-8";

    private const int Looked = 1_024;

    /// <summary>
    /// The encoding of this name, known to the platform or one of its code pages, spelled as the web, Python or Windows have it; null where
    /// there is none.
    /// </summary>
    public static Encoding? Find(string name)
    {
        string plain = name.Trim().ToLowerInvariant().Replace('_', '-');
        string bare = plain.Replace("-", "", StringComparison.Ordinal).Replace("sig", "", StringComparison.Ordinal);
        return ByName(name) ?? ByName(plain) ?? ByName(bare)
            ?? (bare.StartsWith("utf", StringComparison.Ordinal) ? ByName($"utf-{bare[3..]}") : null)
            ?? (plain.StartsWith("iso8859-", StringComparison.Ordinal) ? ByName("iso-" + plain[3..]) : null)
            ?? (plain.StartsWith("cp", StringComparison.Ordinal) ? ByPage(plain[2..]) : null);
    }

    private static Encoding? ByPage(string number) => ushort.TryParse(number, CultureInfo.InvariantCulture, out ushort page)
        ? CodePagesEncodingProvider.Instance.GetEncoding(page)
        : null;

    private static Encoding? ByName(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>By a byte order mark, or as every second byte is 0 in text of western scripts in UTF-16; UTF-8 for anything else.</summary>
    public static string Of(ReadOnlySpan<byte> begin)
    {
        if (begin.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe, 0, 0]))
        {
            return "utf-32";
        }
        if (begin.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]))
        {
            return "utf-16";
        }
        if (begin.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            return "utf-16BE";
        }
        int pairs = Math.Min(begin.Length, Looked) / 2;
        int low = 0;
        int high = 0;
        for (int i = 0; i < pairs; i++)
        {
            low += begin[2 * i] == 0 ? 1 : 0;
            high += begin[(2 * i) + 1] == 0 ? 1 : 0;
        }
        return pairs < 2 ? Utf8
            : high * 10 >= pairs * 9 && low == 0 ? "utf-16"
            : low * 10 >= pairs * 9 && high == 0 ? "utf-16BE"
            : Utf8;
    }
}
