using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// The probability of each class for each record, as a model sees it that was trained without the record's group: nobody
/// vouches for himself. Groups are providers, or folds that know nothing of providers.
/// </summary>
public static class OutsideOpinion
{
    /// <summary>A model learns from as many records of others at most, drawn: more of them hardly change an opinion.</summary>
    public const int LearntMax = 20_000;

    /// <param name="features"><c>[records, features]</c>, finite, on one scale.</param>
    /// <param name="labels">Class of each record, in [0, classes).</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="groups">Group of each record, in [0, <paramref name="groupCount"/>).</param>
    /// <param name="groupCount">Trainings.</param>
    /// <param name="trust">How much each record counts in training, in [0, 1]; or null: all the same.</param>
    /// <param name="options">Of the trainings.</param>
    /// <returns><c>[records, classes]</c>, rows sum to 1; alike for all classes where nobody else has records.</returns>
    public static Matrix Probabilities(
        Matrix features, int[] labels, int classes, int[] groups, int groupCount, float[]? trust, LogisticOptions options)
    {
        var result = new Matrix(features.Rows, classes);
        result.Values.Fill(1f / classes);
        for (int group = 0; group < groupCount; group++)
        {
            int[] own = [.. Indices(groups, g => g == group)];
            int[] others = [.. Indices(groups, g => g != group)];
            others = [.. Drawn.Rows(others.Length, LearntMax, (ulong)group).Select(i => others[i])];
            float[] weights = trust is null ? [] : [.. others.Select(record => trust[record])];
            if (own.Length == 0 || others.Length == 0 || (trust is not null && !weights.Any(weight => weight > 0)))
            {
                continue;
            }
            int[] known = [.. others.Select(record => labels[record])];
            var model = LogisticRegression.Fit(features.Gather(others), known, classes, options, weights);
            Matrix opinions = model.Probabilities(features.Gather(own));
            for (int i = 0; i < own.Length; i++)
            {
                opinions.Row(i).CopyTo(result.Row(own[i]));
            }
        }
        return result;
    }

    private static IEnumerable<int> Indices(int[] groups, Func<int, bool> wanted)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            if (wanted(groups[i]))
            {
                yield return i;
            }
        }
    }
}
