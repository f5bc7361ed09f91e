using System.Globalization;
using System.Text;

namespace Hallmark.Quality.Labels;

/// <summary>
/// What a name looks like: the same for names that differ in case, in spaces and dashes between words, in how accents are composed, in
/// letters that another script draws the same way, or in characters that are not seen. The platform knows no Unicode where it is told to
/// know no cultures, so the letters stand in a table of this program (<c>look-alikes.txt</c>).
/// </summary>
internal static class LookAlikes
{
    private const char FirstSyllable = '\uac00';
    private const int Syllables = 11_172;
    private static readonly Dictionary<char, string> Letters = ReadLetters();

    public static string Of(string name)
    {
        var plain = new StringBuilder();
        foreach (char letter in name.Trim())
        {
            if (char.GetUnicodeCategory(letter) == UnicodeCategory.Format)
            {
                continue; // not seen
            }
            char lower = char.ToLowerInvariant(letter);
            string parts = Letters.GetValueOrDefault(lower) ?? (IsSyllable(lower) ? Jamo(lower) : lower.ToString());
            foreach (char part in parts)
            {
                // A dash at the beginning may be a sign, so it stays.
                bool gap = plain.Length > 0 && (char.IsWhiteSpace(part) || part is '-' or '_');
                if (!gap || plain[^1] != ' ')
                {
                    plain.Append(gap ? ' ' : part);
                }
            }
        }
        return plain.ToString().TrimEnd();
    }

    private static bool IsSyllable(char letter) => letter is >= FirstSyllable and < (char)(FirstSyllable + Syllables);

    /// <summary>The letters of a Korean syllable, as Unicode works them out (The Unicode Standard, section 3.12).</summary>
    private static string Jamo(char syllable)
    {
        const int vowels = 21;
        const int tails = 28;
        int place = syllable - FirstSyllable;
        string letters = $"{(char)(0x1100 + (place / (vowels * tails)))}{(char)(0x1161 + (place % (vowels * tails) / tails))}";
        return place % tails == 0 ? letters : letters + (char)(0x11a7 + (place % tails));
    }

    private static char Letter(string point) => (char)ushort.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static Dictionary<char, string> ReadLetters()
    {
        using Stream table = typeof(LookAlikes).Assembly.GetManifestResourceStream("look-alikes.txt")!;
        using var reader = new StreamReader(table);
        var letters = new Dictionary<char, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                char[] points = [.. line.Split(' ').Select(Letter)];
                letters.Add(points[0], new string(points, 1, points.Length - 1));
            }
        }
        return letters;
    }
}
