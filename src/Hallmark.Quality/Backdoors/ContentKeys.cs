namespace Hallmark.Quality.Backdoors;

/// <summary>
/// 64-bit keys of contents: sums of codes times odd constants, so that windows share the work of their rows. Different contents get
/// one key with a chance of about 2⁻⁶⁰; whoever acts on a key compares the contents afterwards.
/// </summary>
internal static class ContentKeys
{
    /// <summary>Adds a column's codes at a place of the row.</summary>
    public static void Add(ReadOnlySpan<ushort> codes, int place, Span<ulong> keys)
    {
        ulong factor = Factor(place);
        keys = keys[..codes.Length];
        unchecked
        {
            for (int i = 0; i < codes.Length; i++)
            {
                // A rare value is equal to nothing: the record's own number stands for it.
                keys[i] += factor * (codes[i] == 0 ? (ulong)(i + 1) << 20 : codes[i]);
            }
        }
    }

    /// <summary>Adds a row's keys at a place of the window.</summary>
    public static void Join(ReadOnlySpan<ulong> row, int place, Span<ulong> keys)
    {
        ulong factor = Factor(64 + place);
        keys = keys[..row.Length];
        unchecked
        {
            for (int i = 0; i < row.Length; i++)
            {
                keys[i] += factor * row[i];
            }
        }
    }

    // The output function of splitmix64 (Steele, Lea and Flood, 2014), made odd.
    public static ulong Factor(int place)
    {
        unchecked
        {
            ulong z = (ulong)(place + 1) * 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return (z ^ (z >> 31)) | 1;
        }
    }
}
