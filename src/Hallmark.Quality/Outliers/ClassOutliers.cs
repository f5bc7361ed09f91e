using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Outliers;

/// <summary>
/// Records far from all others of their class: the mean distance to the nearest ones of the class (Ramaswamy, Rastogi and Shim, 2000),
/// compared with the same of its other records by median and median deviation, which half of the class cannot move. Wide data is
/// brought to its principal directions first, with the distance from them as one more. Where more than a tenth of a class would stand out,
/// as among sparse or heavy-tailed records, none does.
/// </summary>
public static class ClassOutliers
{
    /// <summary>Records compared with in each class; larger classes are sampled evenly.</summary>
    public const int ReferencesMax = 2_000;

    private const int Neighbours = 5;
    private const int LeastRecords = 2 * Neighbours;
    private const int Directions = 32;
    private const int BlockRows = 1024;
    private const int FitRows = 4_000;
    // Records of a class for each that may be called one: what more do is no exception but its nature.
    private const int LeastPerOutlier = 10;

    /// <summary>Measures all records.</summary>
    /// <param name="features"><c>[records, features]</c>; columns are brought to one scale. Numbers that are not finite stand at 0 before
    /// that.</param>
    /// <param name="labels">Class of each record; those without, -1, are compared with each other.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="threshold">Score from which on a record is an outlier; positive. Default 5.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public static OutlierReport Find(Matrix features, int[] labels, int classes, double threshold = 5)
    {
        BackdoorInput.Require(features, labels, classes);
        if (!(threshold > 0))
        {
            throw new ArgumentException("The threshold is positive.", nameof(threshold));
        }
        double[] scores = new double[labels.Length];
        int measured = 0;
        if (labels.Length > 0)
        {
            Matrix points = Points(features);
            for (int label = -1; label < classes; label++)
            {
                int[] records = [.. Enumerable.Range(0, labels.Length).Where(record => labels[record] == label)];
                if (records.Length >= LeastRecords)
                {
                    Score(points, records, scores);
                    measured += records.Length;
                    if ((long)LeastPerOutlier * records.Count(record => scores[record] > threshold) > records.Length)
                    {
                        Array.ForEach(records, record => scores[record] = Math.Min(scores[record], threshold));
                    }
                }
            }
        }
        return new OutlierReport(scores, [.. Enumerable.Range(0, scores.Length).Where(record => scores[record] > threshold)], measured);
    }

    // Wide rows by their coordinates along the first directions and what those leave; block by block, so that no second copy of all
    // numbers is made.
    private static Matrix Points(Matrix features)
    {
        if (features.Columns <= Directions)
        {
            return BackdoorInput.Comparable(features, picture: false);
        }
        Matrix finite = BackdoorInput.Finite(features);
        StandardScaler scaler = StandardScaler.Fit(finite);
        int[] sample = BackdoorInput.Spread([.. Enumerable.Range(0, finite.Rows)], FitRows);
        PrincipalComponents directions = PrincipalComponents.Fit(scaler.Transform(finite.Gather(sample)), Directions);
        var points = new Matrix(finite.Rows, directions.Count + 1);
        for (int first = 0; first < finite.Rows; first += BlockRows)
        {
            int count = Math.Min(BlockRows, finite.Rows - first);
            Matrix rows = scaler.Transform(finite.Gather([.. Enumerable.Range(first, count)]));
            Matrix projected = directions.Project(rows);
            for (int r = 0; r < count; r++)
            {
                projected.Row(r).CopyTo(points.Row(first + r));
                points[first + r, directions.Count] = Rest(rows.Row(r), projected.Row(r), directions.Mean);
            }
        }
        return points;
    }

    // Length of what the directions leave of a row.
    private static float Rest(ReadOnlySpan<float> row, ReadOnlySpan<float> projected, ReadOnlySpan<double> mean)
    {
        double square = 0;
        for (int c = 0; c < row.Length; c++)
        {
            double difference = row[c] - mean[c];
            square += difference * difference;
        }
        foreach (float coordinate in projected)
        {
            square -= (double)coordinate * coordinate;
        }
        return (float)Math.Sqrt(Math.Max(0, square));
    }

    private static void Score(Matrix points, int[] records, double[] scores)
    {
        int[] references = BackdoorInput.Spread(records, ReferencesMax);
        var search = new NearestNeighbours(points.Gather(references));
        Neighbours found = search.Find(points.Gather(records), Neighbours, records, references);
        double[] distances = [.. Enumerable.Range(0, records.Length).Select(i => MeanDistance(found.SquaredDistances(i)))];
        double typical = Median(distances);
        if (!(typical > 0))
        {
            // Most of the class is one point; relative to that nothing has a scale, and all that differs stands out equally.
            for (int i = 0; i < records.Length; i++)
            {
                scores[records[i]] = distances[i] > 0 ? double.MaxValue : 0;
            }
            return;
        }
        // A thousandth of the typical distance is as good as none: copies must not stretch the scale.
        double[] logarithms = [.. distances.Select(distance => PortableMath.Log(Math.Max(distance / typical, 1e-3)))];
        double middle = Median(logarithms);
        double spread = 1.4826 * Median([.. logarithms.Select(value => Math.Abs(value - middle))]);
        for (int i = 0; i < records.Length; i++)
        {
            scores[records[i]] = spread > 0 ? (logarithms[i] - middle) / spread : logarithms[i] > middle ? double.MaxValue : 0;
        }
    }

    private static double MeanDistance(ReadOnlySpan<float> squared)
    {
        double sum = 0;
        foreach (float distance in squared)
        {
            sum += Math.Sqrt(distance);
        }
        return squared.IsEmpty ? 0 : sum / squared.Length;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
