namespace Hallmark.Cel.Regex.Unicode;

/// <summary>Which code points differ only in case: k, K and the Kelvin sign are one orbit.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<SortedList<int, int[]>> Orbits = new(Load);

    /// <summary>All code points outside the range that differ only in case from one in it.</summary>
    public static IEnumerable<int> Beside(int low, int high)
    {
        SortedList<int, int[]> orbits = Orbits.Value;
        for (int i = FirstFrom(orbits.Keys, low); i < orbits.Count && orbits.Keys[i] <= high; i++)
        {
            foreach (int code in orbits.Values[i])
            {
                if (code < low || code > high)
                {
                    yield return code;
                }
            }
        }
    }

    private static int FirstFrom(IList<int> keys, int code)
    {
        int low = 0;
        int high = keys.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = keys[middle] < code ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static SortedList<int, int[]> Load()
    {
        var orbits = new Dictionary<int, int[]>();
        foreach (int[] orbit in UnicodeData.Orbits)
        {
            foreach (int code in orbit)
            {
                orbits.Add(code, orbit);
            }
        }
        return new SortedList<int, int[]>(orbits);
    }
}
