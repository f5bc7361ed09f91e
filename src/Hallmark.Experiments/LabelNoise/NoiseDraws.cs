using System.Globalization;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Experiments.LabelNoise;

/// <summary>
/// What was drawn, in files, so that other methods can be measured on the same: the features of each split, and of each cell the labels
/// given, which of them are wrong, and the folds that the label check looks at first.
/// </summary>
internal static class NoiseDraws
{
    private const int Folds = 5;

    /// <param name="folder">Made where it is not there; null: nothing is kept.</param>
    /// <param name="set">Name of the data set.</param>
    /// <param name="kind">Of noise.</param>
    /// <param name="percent">Of wrong labels.</param>
    /// <param name="seed">Of the split.</param>
    /// <param name="split">With the labels given.</param>
    public static void Keep(string? folder, string set, NoiseKind kind, int percent, int seed, NoisySplit split)
    {
        if (folder is null)
        {
            return;
        }
        Directory.CreateDirectory(folder);
        string features = Path.Combine(folder, $"{set}.{seed}.features.csv");
        if (percent == 0)
        {
            File.WriteAllLines(features, Enumerable.Range(0, split.Train.Count).Select(row => Line(split.Train.Features, row)));
        }
        int[] folds = CrossValidation.StratifiedFolds(split.Given, Folds, new NoisyLabelOptions().Seed);
        bool[] wrong = split.Wrong;
        File.WriteAllLines(
            Path.Combine(folder, $"{set}.{seed}.{(kind == NoiseKind.Symmetric ? "sym" : "cc")}.{percent}.csv"),
            split.Given.Select((given, row) => $"{given},{(wrong[row] ? 1 : 0)},{folds[row]}").Prepend("given,wrong,fold"));
    }

    private static string Line(Matrix features, int row) =>
        string.Join(',', features.Row(row).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
