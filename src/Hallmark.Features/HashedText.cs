using System.Numerics;

namespace Hallmark.Features;

/// <summary>
/// A text as numbers: each word, and each pair of words next to each other, adds or takes 1 in one of <see cref="Buckets"/> places that a
/// hash of it names (Weinberger et al., 2009), and all together have length 1. A category of one word is so one place of its own; nothing
/// hangs on other records, their order or their labels. A missing text is 0 throughout.
/// <para>A word is a run of ASCII letters and digits, letters made small, and of characters beyond ASCII as they are: no table of a Unicode
/// version has a say. A text without any is one word as a whole. The hash is FNV-1a of 64 bits over the UTF-16 units, low byte first, with
/// a space between the words of a pair, mixed as MurmurHash3 ends; its lowest bits name the place, its highest bit the sign.</para>
/// </summary>
public static class HashedText
{
    /// <summary>Places of one column: a power of two.</summary>
    public const int Buckets = 256;

    private const ulong Basis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    /// <param name="text">Null where it is missing.</param>
    /// <param name="places"><see cref="Buckets"/> of them, all 0, written to.</param>
    public static void Encode(string? text, Span<float> places)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }
        ulong? before = null; // the hash of the last word and the space behind it
        ulong word = Basis, pair = 0;
        bool inWord = false;
        foreach (char c in text)
        {
            if (TextWords.Folded(c) is { } unit)
            {
                if (!inWord)
                {
                    (word, pair, inWord) = (Basis, before ?? 0, true);
                }
                (word, pair) = (Next(word, unit), Next(pair, unit));
            }
            else if (inWord)
            {
                End(places);
            }
        }
        if (inWord)
        {
            End(places);
        }
        if (before is null)
        {
            Add(text.Aggregate(Basis, Next), places);
        }
        Normalise(places);

        void End(Span<float> to)
        {
            Add(word, to);
            if (before is not null)
            {
                Add(pair, to);
            }
            before = Next(word, ' ');
            inWord = false;
        }
    }

    private static ulong Next(ulong hash, char unit)
    {
        hash = unchecked((hash ^ (byte)unit) * Prime);
        return unchecked((hash ^ (byte)(unit >> 8)) * Prime);
    }

    private static void Add(ulong hash, Span<float> places)
    {
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD);
        hash = unchecked((hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53);
        hash ^= hash >> 33;
        places[(int)(hash & (Buckets - 1))] += BitOperations.LeadingZeroCount(hash) == 0 ? -1 : 1;
    }

    private static void Normalise(Span<float> places)
    {
        double squares = 0;
        foreach (float place in places)
        {
            squares += (double)place * place;
        }
        double length = Math.Sqrt(squares);
        for (int i = 0; length > 0 && i < places.Length; i++)
        {
            places[i] = (float)(places[i] / length);
        }
    }
}
