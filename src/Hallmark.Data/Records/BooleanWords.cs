namespace Hallmark.Data.Records;

/// <summary>Words that a two-valued column may be written with, in any ASCII case; which of them were seen.</summary>
[Flags]
internal enum BooleanWords
{
    None = 0,
    True = 1,
    False = 2,
    Yes = 4,
    No = 8,
    T = 16,
    F = 32,
    Y = 64,
    N = 128,
    One = 256,
    Zero = 512,
}

/// <summary>Reads them.</summary>
internal static class BooleanWordReading
{
    /// <summary>The word that a cell is, with optional surrounding spaces; none for anything else.</summary>
    public static BooleanWords Read(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> word = text.Trim(' ');
        return word.Length switch
        {
            1 => char.ToLowerInvariant(word[0]) switch
            {
                't' => BooleanWords.T,
                'f' => BooleanWords.F,
                'y' => BooleanWords.Y,
                'n' => BooleanWords.N,
                '1' => BooleanWords.One,
                '0' => BooleanWords.Zero,
                _ => BooleanWords.None,
            },
            2 when Is(word, "no") => BooleanWords.No,
            3 when Is(word, "yes") => BooleanWords.Yes,
            4 when Is(word, "true") => BooleanWords.True,
            5 when Is(word, "false") => BooleanWords.False,
            _ => BooleanWords.None,
        };
    }

    public static bool IsTrue(this BooleanWords word) =>
        word is BooleanWords.True or BooleanWords.Yes or BooleanWords.T or BooleanWords.Y or BooleanWords.One;

    /// <summary>
    /// Whether the words seen can be nothing but a two-valued column: true or false among them, or both words of another pair. A column
    /// of nothing but F may be one of sexes.
    /// </summary>
    public static bool IsWhole(this BooleanWords seen) =>
        (seen & (BooleanWords.True | BooleanWords.False)) != 0 || Has(seen, BooleanWords.Yes | BooleanWords.No)
        || Has(seen, BooleanWords.T | BooleanWords.F) || Has(seen, BooleanWords.Y | BooleanWords.N);

    private static bool Has(BooleanWords seen, BooleanWords pair) => (seen & pair) == pair;

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
