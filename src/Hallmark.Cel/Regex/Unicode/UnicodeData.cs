using System.Globalization;

namespace Hallmark.Cel.Regex.Unicode;

/// <summary>
/// The embedded table: Unicode 15.0.0, written by generate.py. The runtime's own tables change with its version, and then two nodes
/// would disagree on what a pattern matches; these do not.
/// </summary>
internal static class UnicodeData
{
    private const string Resource = "unicode-15.0.0.txt";
    private const string OrbitKey = "=";

    private static readonly Lazy<Dictionary<string, List<string>>> Words = new(Read);

    /// <summary>Names of general categories (<c>Lu</c>) and scripts (<c>Greek</c>) with their code points.</summary>
    public static IEnumerable<KeyValuePair<string, CodePointSet>> Classes =>
        Words.Value.Where(row => row.Key != OrbitKey).Select(row => KeyValuePair.Create(row.Key, CodePointSet.Of(row.Value.Select(Range))));

    /// <summary>Sets of code points that differ only in case, by simple folding (status C and S), each rising.</summary>
    public static IEnumerable<int[]> Orbits => Words.Value[OrbitKey].Select(word => word.Split('~').Select(Code).ToArray());

    private static Dictionary<string, List<string>> Read()
    {
        using Stream stream = typeof(UnicodeData).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var words = new Dictionary<string, List<string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#')
            {
                continue;
            }
            string[] row = line.Split(' ');
            words.TryAdd(row[0], []);
            words[row[0]].AddRange(row.AsSpan(1));
        }
        return words;
    }

    private static (int Low, int High) Range(string word)
    {
        int dash = word.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (Code(word), Code(word)) : (Code(word[..dash]), Code(word[(dash + 1)..]));
    }

    private static int Code(string word) => int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
