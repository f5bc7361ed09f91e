using Hallmark.Features;

namespace Hallmark.Quality.Backdoors.Words;

/// <summary>
/// Which terms, words and pairs of words next to each other, are in which records. Terms of fewer records than asked for are left out, so
/// that memory follows the texts and not what they could hold.
/// </summary>
internal sealed class TermTable
{
    private readonly int[][] _termsOf;
    private readonly int[][] _recordsOf;

    /// <param name="texts">Of each record; null where it has none.</param>
    /// <param name="least">Fewest records of a term.</param>
    public TermTable(IReadOnlyList<string?> texts, int least)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string? text in texts)
        {
            foreach (string term in DistinctIn(text))
            {
                counts[term] = counts.GetValueOrDefault(term) + 1;
            }
        }
        Names = [.. counts.Where(count => count.Value >= least).Select(count => count.Key).Order(StringComparer.Ordinal)];
        var places = Names.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        _termsOf = [.. texts.Select(text =>
            DistinctIn(text).Where(places.ContainsKey).Select(term => places[term]).Order().ToArray())];
        var records = new List<int>[Names.Length];
        for (int term = 0; term < records.Length; term++)
        {
            records[term] = [];
        }
        foreach ((int record, int[] terms) in _termsOf.Index())
        {
            foreach (int term in terms)
            {
                records[term].Add(record);
            }
        }
        _recordsOf = [.. records.Select(of => of.ToArray())];
    }

    /// <summary>In ordinal order; a term is its place here.</summary>
    public string[] Names { get; }

    /// <summary>Whether it is one word: pairs say twice what their words say.</summary>
    public bool IsWord(int term) => !Names[term].Contains(' ');

    /// <summary>Distinct, ascending.</summary>
    public int[] TermsOf(int record) => _termsOf[record];

    /// <summary>Records that have the term, ascending.</summary>
    public int[] RecordsOf(int term) => _recordsOf[term];

    private static HashSet<string> DistinctIn(string? text)
    {
        HashSet<string> terms = new(StringComparer.Ordinal);
        string? before = null;
        foreach (string word in TextWords.Of(text ?? ""))
        {
            terms.Add(word);
            if (before is not null)
            {
                terms.Add($"{before} {word}");
            }
            before = word;
        }
        return terms;
    }
}
