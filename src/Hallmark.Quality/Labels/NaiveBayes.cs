using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// What labels near a record say of its true class: each speaks for every class by its chance to be given near one, some of those near
/// being of another class. Contrast <see cref="NoiseInversion"/>, which takes shares of labels at their word: where classes overlap, that
/// makes of their overlap wrong labels.
/// </summary>
internal static class NaiveBayes
{
    private const double NeighbourDiffers = 0.1; // chance of what is near to be of another class

    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each.</param>
    /// <returns>Logarithms <c>[given · classes + true]</c> of the chance of a label near a record of each class.</returns>
    public static double[] LogChances(Matrix noise)
    {
        int classes = noise.Columns;
        double[] logs = new double[classes * classes];
        for (int given = 0; given < classes; given++)
        {
            double reached = 0;
            for (int other = 0; other < classes; other++)
            {
                reached += noise[other, given];
            }
            for (int c = 0; c < classes; c++)
            {
                double differs = NeighbourDiffers / (classes - 1);
                double chance = ((1 - NeighbourDiffers - differs) * noise[c, given]) + (differs * reached);
                logs[(given * classes) + c] = PortableMath.Log(chance);
            }
        }
        return logs;
    }

    /// <summary>Scores of the true classes, each row less its largest, from the shares of labels near each record.</summary>
    public static Matrix Scores(Matrix shares, Matrix noise)
    {
        double[] logs = LogChances(noise);
        int classes = shares.Columns;
        var scores = new Matrix(shares.Rows, classes);
        Parallel.For(0, shares.Rows, record =>
        {
            ReadOnlySpan<float> of = shares.Row(record);
            float[] sums = new float[classes];
            for (int c = 0; c < classes; c++)
            {
                double sum = 0;
                for (int given = 0; given < classes; given++)
                {
                    sum += of[given] * logs[(given * classes) + c];
                }
                sums[c] = (float)sum;
            }
            Softmax.LessLargest(sums, scores.Row(record));
        });
        return scores;
    }
}
