namespace Hallmark.Features;

/// <summary>
/// Whether a column of text holds running text, which copies share with small changes, or names and keys, which mean something else
/// when a letter differs: at least half of the cells that are there have three words or more.
/// </summary>
public sealed class RunningText
{
    private const int Words = 3;

    private long _cells;
    private long _running;

    /// <summary>Says so of the cells added until now.</summary>
    public bool Holds => _cells > 0 && 2 * _running >= _cells;

    /// <param name="cell">Null where it is missing.</param>
    public void Add(string? cell)
    {
        if (cell is not null)
        {
            _cells++;
            _running += HasWords(cell) ? 1 : 0;
        }
    }

    /// <summary>One text of the running texts of a record; null where all are missing.</summary>
    public static string? Join(IEnumerable<string?> cells)
    {
        string[] there = [.. cells.OfType<string>()];
        return there.Length == 0 ? null : string.Join('\n', there);
    }

    private static bool HasWords(string cell)
    {
        int words = 0;
        bool inWord = false;
        foreach (char c in cell)
        {
            bool letter = !char.IsWhiteSpace(c);
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
            if (words == Words)
            {
                return true;
            }
        }
        return false;
    }
}
