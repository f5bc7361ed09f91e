using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>Who is looked at together. Without groups every fold has its share of each class.</summary>
internal static class LabelFolds
{
    /// <param name="labels">The class given for each record.</param>
    /// <param name="options">With the groups and the seed.</param>
    /// <param name="drawsGroups">Whether the seed decides, too, in what order groups of one size are dealt.</param>
    /// <returns>The fold of each record, and how many folds there are; a single one if the records cannot be told apart.</returns>
    public static (int[] Folds, int Count) Of(int[] labels, NoisyLabelOptions options, bool drawsGroups = false)
    {
        if (labels.Length < 2)
        {
            return (new int[labels.Length], 1);
        }
        int[] groups = options.Groups ?? [];
        if (groups.Distinct().Skip(1).Any())
        {
            return Dealt(groups, options.Folds, drawsGroups ? options.Seed : null);
        }
        int folds = Math.Min(options.Folds, labels.Length);
        return (CrossValidation.StratifiedFolds(labels, folds, options.Seed), folds);
    }

    /// <summary>
    /// The largest group first, each to the fold with the fewest records so far: sizes stay as near each other as groups allow. With a
    /// seed groups of one size come in an order that it decides, so that several seeds see several folds.
    /// </summary>
    internal static (int[] Folds, int Count) Dealt(int[] groups, int foldsMax, ulong? seed = null)
    {
        (int Group, int Count)[] sizes = [.. groups.CountBy(group => group).Select(pair => (pair.Key, pair.Value))];
        if (seed is { } drawn)
        {
            int[] order = [.. sizes.Select(size => size.Group).Order()];
            new SeededRandom(drawn, "target.groups").Shuffle<int>(order);
            Dictionary<int, int> place = order.Index().ToDictionary(item => item.Item, item => item.Index);
            return Dealt(groups, foldsMax, sizes.OrderByDescending(size => size.Count).ThenBy(size => place[size.Group]));
        }
        return Dealt(groups, foldsMax, sizes.OrderByDescending(size => size.Count).ThenBy(size => size.Group));
    }

    private static (int[] Folds, int Count) Dealt(int[] groups, int foldsMax, IEnumerable<(int Group, int Count)> ordered)
    {
        (int Group, int Count)[] sizes = [.. ordered];
        int folds = Math.Min(foldsMax, sizes.Length);
        long[] records = new long[folds];
        var foldOf = new Dictionary<int, int>();
        foreach ((int group, int count) in sizes)
        {
            int fold = Array.IndexOf(records, records.Min());
            foldOf.Add(group, fold);
            records[fold] += count;
        }
        return ([.. groups.Select(group => foldOf[group])], folds);
    }
}
