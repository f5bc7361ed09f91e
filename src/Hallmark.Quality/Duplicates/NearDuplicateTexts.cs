namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Texts that share most of their runs of five characters (Broder, 1997). 128 minima of hashes, in 32 bands of 4 rows, bring texts
/// together: a pair with Jaccard similarity s meets with chance 1 - (1 - s⁴)³², which is 0.87 at 0.5, 0.9999 at 0.7 and more than
/// 0.9999999 from 0.8 on. Pairs that meet are then compared by their true similarity, so nothing below the threshold is reported.
/// Letter case and the amount of white space make no difference.
/// </summary>
public static class NearDuplicateTexts
{
    private const int Bands = 32;
    private const int Rows = 4;
    private const int Shingle = 5;

    /// <summary>Finds them.</summary>
    /// <param name="texts">Null stands for a missing one, which equals nothing.</param>
    /// <param name="threshold">Least Jaccard similarity, in (0, 1]. Default 0.8.</param>
    /// <returns>Each text that nearly equals an earlier one, with the earliest such.</returns>
    /// <exception cref="ArgumentException">A threshold out of range.</exception>
    public static NearDuplicate[] Find(IReadOnlyList<string?> texts, double threshold = 0.8)
    {
        if (!(threshold > 0 && threshold <= 1))
        {
            throw new ArgumentException("The threshold lies above 0 and not above 1.", nameof(threshold));
        }
        BucketIndex[] bands = [.. Enumerable.Range(0, Bands).Select(_ => new BucketIndex(texts.Count))];
        var found = new List<NearDuplicate>();
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i] is not { } text)
            {
                continue;
            }
            HashSet<ulong> shingles = Shingles(text);
            ulong[] keys = BandKeys(shingles);
            int of = i;
            for (int band = 0; band < Bands; band++)
            {
                of = bands[band].Earliest(keys[band], of, other => Similarity(shingles, Shingles(texts[other]!)) >= threshold);
            }
            if (of < i)
            {
                found.Add(new NearDuplicate(i, of));
            }
            for (int band = 0; band < Bands; band++)
            {
                bands[band].Add(keys[band], i);
            }
        }
        return [.. found];
    }

    /// <summary>Common runs as a share of all runs of either text, in [0, 1]; two texts without any are equal.</summary>
    public static double Similarity(string a, string b) => Similarity(Shingles(a), Shingles(b));

    private static double Similarity(HashSet<ulong> a, HashSet<ulong> b)
    {
        int common = a.Count(b.Contains);
        int all = a.Count + b.Count - common;
        return all == 0 ? 1 : (double)common / all;
    }

    // Shorter texts are one run.
    private static HashSet<ulong> Shingles(string text)
    {
        string normal = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        var shingles = new HashSet<ulong>();
        for (int first = 0; first == 0 || first + Shingle <= normal.Length; first++)
        {
            shingles.Add(Hash(normal.AsSpan(first, Math.Min(Shingle, normal.Length - first))));
        }
        return shingles;
    }

    private static ulong[] BandKeys(HashSet<ulong> shingles)
    {
        ulong[] keys = new ulong[Bands];
        for (int band = 0; band < Bands; band++)
        {
            for (int row = 0; row < Rows; row++)
            {
                ulong salt = Scramble((ulong)((band * Rows) + row + 1));
                ulong least = ulong.MaxValue;
                foreach (ulong shingle in shingles)
                {
                    least = Math.Min(least, Scramble(shingle ^ salt));
                }
                keys[band] = Scramble(keys[band] ^ least);
            }
        }
        return keys;
    }

    private static ulong Hash(ReadOnlySpan<char> run)
    {
        ulong hash = (ulong)run.Length;
        foreach (char c in run)
        {
            hash = Scramble(hash ^ c);
        }
        return hash;
    }

    // The output function of splitmix64 (Steele, Lea and Flood, 2014).
    private static ulong Scramble(ulong z)
    {
        unchecked
        {
            z += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
