using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Activation clustering (Chen et al., 2018): the representations of each class are brought to few dimensions and split into two
/// clusters. A class without poison splits as well, so the smaller cluster is accused only if <see cref="GroupExamination"/> finds that
/// it looks like other classes.
/// </summary>
public static class ActivationClustering
{
    private const int Dimensions = 10;
    private const int RoundsMax = 100;

    /// <inheritdoc cref="SpectralSignatures.Find"/>
    public static int[] Find(Matrix representations, Matrix features, int[] labels, int classes, double error = 1e-3, ulong seed = 0) =>
        ClassParts.Accused(representations, features, labels, classes, error, seed, Clusters);

    // Two means (Lloyd, 1982), from the two sides of the first direction: no chance is involved.
    private static bool[] Clusters(Matrix ofClass)
    {
        Matrix points = PrincipalComponents.Fit(ofClass, Dimensions).Project(ofClass);
        bool[] second = new bool[points.Rows];
        for (int i = 0; i < second.Length; i++)
        {
            second[i] = points[i, 0] > 0;
        }
        for (int round = 0; round < RoundsMax; round++)
        {
            (double[] a, double[] b) = (Centre(points, second, false), Centre(points, second, true));
            bool changed = false;
            for (int i = 0; i < second.Length; i++)
            {
                bool nearer = Distance(points.Row(i), b) < Distance(points.Row(i), a);
                changed |= nearer != second[i];
                second[i] = nearer;
            }
            if (!changed)
            {
                break;
            }
        }
        return second;
    }

    private static double[] Centre(Matrix points, bool[] second, bool which)
    {
        double[] sum = new double[points.Columns];
        int count = 0;
        for (int i = 0; i < second.Length; i++)
        {
            if (second[i] != which)
            {
                continue;
            }
            count++;
            for (int c = 0; c < sum.Length; c++)
            {
                sum[c] += points[i, c];
            }
        }
        return [.. sum.Select(value => value / Math.Max(1, count))];
    }

    private static double Distance(ReadOnlySpan<float> point, double[] centre)
    {
        double sum = 0;
        for (int c = 0; c < centre.Length; c++)
        {
            double difference = point[c] - centre[c];
            sum += difference * difference;
        }
        return sum;
    }
}
