using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Spectral signatures (Tran, Li and Madry, 2018): within each class, poison stands at one end of the direction in which a trained
/// network's representations vary most. The paper removes a fixed share of every class; here the direction is cut in two where that
/// explains most of its variance (Otsu, 1979), and the smaller end is accused only if <see cref="GroupExamination"/> finds that it
/// looks like other classes.
/// </summary>
public static class SpectralSignatures
{
    /// <summary>Looks for poison in each class.</summary>
    /// <param name="representations"><c>[records, width]</c>: what a network trained on these records makes of them; see <see
    /// cref="Mlp.Representations"/>.</param>
    /// <param name="features"><c>[records, features]</c>: the records themselves.</param>
    /// <param name="labels">Class of each record, or -1 for none.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="error">Chance of accusing a class in which a record's place and looks have nothing to do with each other.</param>
    /// <param name="seed">Decides which records serve as references.</param>
    /// <returns>The accused records, ascending.</returns>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or representations that are not finite.</exception>
    public static int[] Find(Matrix representations, Matrix features, int[] labels, int classes, double error = 1e-3, ulong seed = 0) =>
        ClassParts.Accused(representations, features, labels, classes, error, seed, Ends);

    // The two ends of the first direction, smaller first.
    private static bool[] Ends(Matrix ofClass)
    {
        Matrix projected = PrincipalComponents.Fit(ofClass, 1).Project(ofClass);
        float[] places = projected.Values.ToArray();
        float[] sorted = [.. places.Order()];
        float cut = Cut(sorted);
        return [.. places.Select(place => place > cut)];
    }

    // The value after which to cut so that the two means lie farthest apart, weighed by the sizes.
    private static float Cut(float[] sorted)
    {
        double total = 0;
        foreach (float value in sorted)
        {
            total += value;
        }
        (double best, int place) = (-1, 0);
        double left = 0;
        for (int i = 0; i + 1 < sorted.Length; i++)
        {
            left += sorted[i];
            double difference = (left / (i + 1)) - ((total - left) / (sorted.Length - i - 1));
            double between = difference * difference * (i + 1) * (sorted.Length - i - 1);
            (best, place) = between > best ? (between, i) : (best, place);
        }
        return sorted[place];
    }
}
