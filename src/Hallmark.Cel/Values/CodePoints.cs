namespace Hallmark.Cel;

/// <summary>Strings are sequences of code points; the platform keeps UTF-16. All strings here are whole: no lone surrogates.</summary>
internal static class CodePoints
{
    public static bool AreWhole(ReadOnlySpan<char> text)
    {
        for (int i = text.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return false;
            }
            i++;
        }
        return true;
    }

    public static int Count(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        for (int i = text.IndexOfAnyInRange('\uDC00', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            count -= char.IsLowSurrogate(text[i]) ? 1 : 0;
        }
        return count;
    }

    /// <summary>The UTF-16 index at which a code point starts; the length for the index one past the last; −1 beyond that.</summary>
    public static int OffsetOf(ReadOnlySpan<char> text, long index)
    {
        int offset = 0;
        for (long left = index; left > 0; left--)
        {
            if (offset >= text.Length)
            {
                return -1;
            }
            offset += char.IsHighSurrogate(text[offset]) ? 2 : 1;
        }
        return index < 0 ? -1 : offset;
    }

    /// <summary>
    /// Order by code points. It differs from that of UTF-16 units where a surrogate meets a unit above the surrogates, so those two
    /// ranges are swapped before they are compared.
    /// </summary>
    public static int Compare(string left, string right)
    {
        int same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    private static int Rank(char unit) => unit switch
    {
        >= '\uE000' => unit - 0x800,
        >= '\uD800' => unit + 0x2000,
        _ => unit,
    };
}
