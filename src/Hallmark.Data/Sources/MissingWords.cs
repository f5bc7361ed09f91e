namespace Hallmark.Data.Sources;

/// <summary>
/// What people and programs write where a cell has no value. An empty cell is missing in every column. The words are missing where a
/// column holds no text: there they can be nothing else. In columns of text, and so of labels, NA may be a name (Namibia): there only
/// words that were declared are missing.
/// </summary>
public static class MissingWords
{
    /// <summary>Taken for missing in columns that hold no text, in any case, where nothing was declared.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    [
        "NA", "N/A", "n.a.", "#N/A", "<NA>", "NaN", "-NaN", "1.#QNAN", "-1.#IND", "null", "None", "nil", "?", "-", "--", "\u2013", "\u2014",
        ".", "\\N",
    ];

    private static readonly HashSet<string> Words = new(Usual, StringComparer.OrdinalIgnoreCase);
    private static readonly int Longest = Usual.Max(word => word.Length);

    /// <summary>Whether it is one of the usual words, or nothing but spaces.</summary>
    public static bool IsUsual(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> word = text.Trim(' ');
        return word.Length <= Longest && (word.IsEmpty || Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word));
    }
}
