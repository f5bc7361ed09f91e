namespace Hallmark.Learning.Tests;

/// <summary>The definition of the network's loss, written plainly in float64, as a function of its parameters.</summary>
internal sealed class PlainNetwork(MlpOptions options)
{
    public double Loss(double[] parameters, Matrix features, int[] labels) =>
        DataLoss(parameters, features, labels) + (options.L2 / 2 * SquaredWeights(parameters));

    public double DataLoss(double[] parameters, Matrix features, int[] labels)
    {
        double sum = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            double[] scores = Scores(parameters, [.. features.Row(r).ToArray().Select(x => (double)x)]);
            sum += Math.Log(scores.Sum(Math.Exp)) - scores[labels[r]];
        }
        return sum / labels.Length;
    }

    private int[] Widths => [options.Inputs, .. options.Hidden, options.Classes];

    private double[] Scores(double[] parameters, double[] values)
    {
        int offset = 0;
        for (int layer = 1; layer < Widths.Length; layer++)
        {
            (int from, int to) = (Widths[layer - 1], Widths[layer]);
            double[] next = new double[to];
            for (int j = 0; j < to; j++)
            {
                next[j] = parameters[offset + (from * to) + j];
                for (int i = 0; i < from; i++)
                {
                    next[j] += values[i] * parameters[offset + (i * to) + j];
                }
                next[j] = layer < Widths.Length - 1 ? Math.Max(0, next[j]) : next[j];
            }
            offset += (from + 1) * to;
            values = next;
        }
        return values;
    }

    private double SquaredWeights(double[] parameters)
    {
        double sum = 0;
        int offset = 0;
        for (int layer = 1; layer < Widths.Length; layer++)
        {
            int weights = Widths[layer - 1] * Widths[layer];
            sum += parameters.Skip(offset).Take(weights).Sum(w => w * w);
            offset += weights + Widths[layer];
        }
        return sum;
    }
}
