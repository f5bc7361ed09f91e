using Hallmark.Evidence;

namespace Hallmark.Operations;

/// <summary>
/// What became of records between two lists of their hashes. Whatever is in both is unchanged, wherever it moved. What is not is paired
/// between the same neighbours, in order: a record gone and one that came in its place are one that was changed. Neighbours are the records
/// that occur once in each list, as far as their order is the same (patience diff, after Cohen).
/// </summary>
internal static class RecordDiff
{
    /// <returns>
    /// Places in both lists for a changed record, in the first alone for one that is gone, in the second alone for a new one; gap by gap.
    /// </returns>
    public static IReadOnlyList<(int? Before, int? After)> Of(IReadOnlyList<Digest> before, IReadOnlyList<Digest> after)
    {
        (int Before, int After)[] anchors = Anchors(before, after);
        ILookup<int, int> gone = Without(before, after).ToLookup(place => Gap([.. anchors.Select(anchor => anchor.Before)], place));
        ILookup<int, int> come = Without(after, before).ToLookup(place => Gap([.. anchors.Select(anchor => anchor.After)], place));
        var found = new List<(int?, int?)>();
        foreach (int gap in gone.Select(group => group.Key).Union(come.Select(group => group.Key)).Order())
        {
            int?[] left = [.. gone[gap].Select(place => (int?)place)];
            int?[] right = [.. come[gap].Select(place => (int?)place)];
            found.AddRange(Enumerable.Range(0, Math.Max(left.Length, right.Length))
                .Select(i => (left.ElementAtOrDefault(i), right.ElementAtOrDefault(i))));
        }
        return found;
    }

    /// <summary>Places whose records the other list lacks, each counted as often as it occurs.</summary>
    private static IEnumerable<int> Without(IReadOnlyList<Digest> records, IReadOnlyList<Digest> other)
    {
        Dictionary<Digest, int> left = other.CountBy(hash => hash).ToDictionary();
        for (int place = 0; place < records.Count; place++)
        {
            int count = left.GetValueOrDefault(records[place]);
            if (count == 0)
            {
                yield return place;
                continue;
            }
            left[records[place]] = count - 1;
        }
    }

    /// <summary>Number of anchors before a place.</summary>
    private static int Gap(int[] anchors, int place)
    {
        int found = Array.BinarySearch(anchors, place);
        return found < 0 ? ~found : found;
    }

    private static (int Before, int After)[] Anchors(IReadOnlyList<Digest> before, IReadOnlyList<Digest> after)
    {
        Dictionary<Digest, int> once = Once(before);
        (int Before, int After)[] common =
        [
            .. Once(after).Where(one => once.ContainsKey(one.Key)).Select(one => (Before: once[one.Key], After: one.Value))
                .OrderBy(pair => pair.Before),
        ];
        return Rising(common);
    }

    private static Dictionary<Digest, int> Once(IReadOnlyList<Digest> records) => records.Index().GroupBy(one => one.Item)
        .Where(group => !group.Skip(1).Any()).ToDictionary(group => group.Key, group => group.First().Index);

    /// <summary>The longest part of it whose second places rise, too.</summary>
    private static (int Before, int After)[] Rising((int Before, int After)[] pairs)
    {
        var ends = new List<int>(); // of the best part of each length: where it ends
        int[] previous = new int[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            int low = 0;
            for (int high = ends.Count; low < high;)
            {
                int middle = (low + high) / 2;
                (low, high) = pairs[ends[middle]].After < pairs[i].After ? (middle + 1, high) : (low, middle);
            }
            previous[i] = low == 0 ? -1 : ends[low - 1];
            if (low == ends.Count)
            {
                ends.Add(i);
            }
            else
            {
                ends[low] = i;
            }
        }
        var rising = new (int, int)[ends.Count];
        for ((int i, int at) = (ends.Count - 1, ends.Count == 0 ? -1 : ends[^1]); i >= 0; (i, at) = (i - 1, previous[at]))
        {
            rising[i] = pairs[at];
        }
        return rising;
    }
}
