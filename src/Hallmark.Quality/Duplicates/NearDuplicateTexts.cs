namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Texts that share most of their runs of five characters (Broder, 1997). 128 minima of hashes, in 32 bands of 4 rows, bring texts
/// together: a pair with Jaccard similarity s meets with chance 1 - (1 - s⁴)³², which is 0.87 at 0.5, 0.9999 at 0.7 and more than
/// 0.9999999 from 0.8 on. Pairs that meet are then compared by their true similarity, so nothing below the threshold is reported.
/// In one band a text is compared with the <see cref="Offered"/> earliest that share it: what more share is a form letter's frame, and the
/// other bands tell its copies from its kin. Letter case and the amount of white space make no difference. Bands are taken one after the
/// other: memory holds 128 bytes and the runs, 4 bytes a character, of each text.
/// </summary>
public static class NearDuplicateTexts
{
    private const int Bands = 32;
    private const int Rows = 4;
    private const int Shingle = 5;
    private const int Offered = 64;

    private static readonly uint[] s_salts = [.. Enumerable.Range(1, Bands * Rows).Select(row => Scramble((ulong)row))];

    /// <summary>Finds texts that are nearly the same.</summary>
    /// <param name="texts">Null stands for a missing one, which equals nothing.</param>
    /// <param name="threshold">Least Jaccard similarity, in (0, 1]. Default 0.8.</param>
    /// <param name="alike">Whether the rest of two records is alike, too; asked for pairs of similar texts, the later one first.</param>
    /// <returns>Each text that nearly equals an earlier one, with the earliest such.</returns>
    /// <exception cref="ArgumentException">A threshold out of range.</exception>
    public static NearDuplicate[] Find(IReadOnlyList<string?> texts, double threshold = 0.8, Func<int, int, bool>? alike = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (!(threshold > 0 && threshold <= 1))
        {
            throw new ArgumentException("The threshold lies above 0 and not above 1.", nameof(threshold));
        }
        uint[]?[] shingles = new uint[]?[texts.Count];
        uint[]?[] keys = new uint[]?[texts.Count];
        Parallel.For(0, texts.Count, i =>
        {
            if (texts[i] is { } text)
            {
                shingles[i] = Shingles(text);
                keys[i] = BandKeys(shingles[i]!);
            }
        });
        int[] earliest = [.. Enumerable.Range(0, texts.Count)];
        for (int band = 0; band < Bands; band++)
        {
            var index = new BucketIndex(texts.Count, Offered);
            for (int i = 0; i < texts.Count; i++)
            {
                if (keys[i] is { } own)
                {
                    int self = i;
                    earliest[i] = index.Earliest(own[band], earliest[i], other =>
                        Similarity(shingles[self]!, shingles[other]!) >= threshold && alike?.Invoke(self, other) != false);
                    index.Add(own[band], i);
                }
            }
        }
        return [.. earliest.Index().Where(pair => pair.Item < pair.Index).Select(pair => new NearDuplicate(pair.Index, pair.Item))];
    }

    /// <summary>Common runs as a share of all runs of either text, in [0, 1]; two texts without any are equal.</summary>
    public static double Similarity(string a, string b) => Similarity(Shingles(a), Shingles(b));

    private static double Similarity(uint[] a, uint[] b)
    {
        (int common, int i, int j) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            (uint left, uint right) = (a[i], b[j]);
            common += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return (double)common / (a.Length + b.Length - common);
    }

    // Hashes of the runs, ascending, each once; shorter texts are one run.
    private static uint[] Shingles(string text)
    {
        string normal = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        uint[] shingles = new uint[Math.Max(1, normal.Length - Shingle + 1)];
        for (int first = 0; first < shingles.Length; first++)
        {
            shingles[first] = Hash(normal.AsSpan(first, Math.Min(Shingle, normal.Length - first)));
        }
        Array.Sort(shingles);
        int distinct = 1;
        for (int i = 1; i < shingles.Length; i++)
        {
            if (shingles[i] != shingles[distinct - 1])
            {
                shingles[distinct++] = shingles[i];
            }
        }
        return shingles[..distinct];
    }

    private static uint[] BandKeys(uint[] shingles)
    {
        uint[] keys = new uint[Bands];
        for (int row = 0; row < Bands * Rows; row++)
        {
            uint least = uint.MaxValue;
            foreach (uint shingle in shingles)
            {
                least = Math.Min(least, Mix(shingle ^ s_salts[row]));
            }
            keys[row / Rows] = Scramble(keys[row / Rows] ^ ((ulong)least << 32));
        }
        return keys;
    }

    private static uint Hash(ReadOnlySpan<char> run)
    {
        uint hash = (uint)run.Length;
        foreach (char c in run)
        {
            hash = Scramble(((ulong)hash << 16) ^ c);
        }
        return hash;
    }

    // The finaliser of MurmurHash3 (Appleby, 2011): each minimum needs one for every run, so it is the short one.
    private static uint Mix(uint z)
    {
        unchecked
        {
            z = (z ^ (z >> 16)) * 0x85EB_CA6B;
            z = (z ^ (z >> 13)) * 0xC2B2_AE35;
            return z ^ (z >> 16);
        }
    }

    // The output function of splitmix64 (Steele, Lea and Flood, 2014), its lower half.
    private static uint Scramble(ulong z)
    {
        unchecked
        {
            z += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return (uint)(z ^ (z >> 31));
        }
    }
}
