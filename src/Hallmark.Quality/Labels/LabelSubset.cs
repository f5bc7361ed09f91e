namespace Hallmark.Quality.Labels;

/// <summary>
/// The records that labels can be checked of: those whose class has others. Classes are numbered anew, so that names nobody uses
/// cost nothing.
/// </summary>
/// <param name="Records">Of the data, ascending.</param>
/// <param name="Labels">Of those records, in [0, classes looked at).</param>
/// <param name="Classes">The data's class of each class looked at, ascending.</param>
internal sealed record LabelSubset(int[] Records, int[] Labels, int[] Classes)
{
    private const int LeastOfClass = 2;

    public static LabelSubset Of(int[] labels)
    {
        int[] classes = [.. labels.Where(label => label >= 0).CountBy(label => label)
            .Where(pair => pair.Value >= LeastOfClass).Select(pair => pair.Key).Order()];
        Dictionary<int, int> numbers = classes.Index().ToDictionary(item => item.Item, item => item.Index);
        int[] records = [.. Enumerable.Range(0, labels.Length).Where(record => labels[record] >= 0 && numbers.ContainsKey(labels[record]))];
        return new LabelSubset(records, [.. records.Select(record => numbers[labels[record]])], classes);
    }
}
