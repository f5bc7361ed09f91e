using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>Sorts so that nothing is left to how a sort treats equals.</summary>
internal static class TotalOrder
{
    /// <summary>Sorts the first so many items by their keys, ascending; those of equal keys by themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(double[] keys, int[] items, int count)
    {
        Array.Sort(keys, items, 0, count);
        for (int first = 0; first < count;)
        {
            int end = first + 1;
            while (end < count && keys[end] == keys[first])
            {
                end++;
            }
            if (end - first > 1)
            {
                Array.Sort(items, first, end - first);
            }
            first = end;
        }
    }
}
