using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>Who is looked at together. Without groups every fold has its share of each class.</summary>
internal static class LabelFolds
{
    /// <returns>The fold of each record, and how many folds there are; a single one if the records cannot be told apart.</returns>
    public static (int[] Folds, int Count) Of(int[] labels, NoisyLabelOptions options)
    {
        if (labels.Length < 2)
        {
            return (new int[labels.Length], 1);
        }
        int[] groups = options.Groups ?? [];
        if (groups.Distinct().Skip(1).Any())
        {
            return Dealt(groups, options.Folds);
        }
        int folds = Math.Min(options.Folds, labels.Length);
        return (CrossValidation.StratifiedFolds(labels, folds, options.Seed), folds);
    }

    // The largest group first, each to the fold with the fewest records so far: sizes stay as near each other as groups allow.
    private static (int[] Folds, int Count) Dealt(int[] groups, int foldsMax)
    {
        (int Group, int Count)[] sizes = [.. groups.CountBy(group => group).Select(pair => (pair.Key, pair.Value))];
        int folds = Math.Min(foldsMax, sizes.Length);
        long[] records = new long[folds];
        var foldOf = new Dictionary<int, int>();
        foreach ((int group, int count) in sizes.OrderByDescending(size => size.Count).ThenBy(size => size.Group))
        {
            int fold = Array.IndexOf(records, records.Min());
            foldOf.Add(group, fold);
            records[fold] += count;
        }
        return ([.. groups.Select(group => foldOf[group])], folds);
    }
}
