namespace Hallmark.Learning;

/// <summary>The chances by which a true class is given as another, as models take them.</summary>
internal static class NoiseLayer
{
    /// <summary>The transposed matrix, whose row of a given class is the chance from each true one.</summary>
    /// <param name="noise"><c>[true, given]</c>, all positive: a label that could never be given would have an infinite loss.</param>
    /// <exception cref="ArgumentException">Another shape, or a chance that is not positive and finite.</exception>
    public static Matrix ByGiven(Matrix noise, int classes)
    {
        if (noise.Rows != classes || noise.Columns != classes)
        {
            throw new ArgumentException($"{classes} classes have no noise of [{noise.Rows}, {noise.Columns}].", nameof(noise));
        }
        var result = new Matrix(classes, classes);
        for (int truth = 0; truth < classes; truth++)
        {
            for (int given = 0; given < classes; given++)
            {
                float chance = noise[truth, given];
                result[given, truth] = chance > 0 && float.IsFinite(chance) ? chance
                    : throw new ArgumentException($"The chance of {truth} to be given as {given} cannot be {chance}.", nameof(noise));
            }
        }
        return result;
    }

    /// <summary>
    /// One over the chance of a label to be given, from the exponentials of a record's scores. In their place it leaves what the
    /// loss (the logarithm of the result) changes by each score, times the weight: the probabilities of the classes less what
    /// they become once the label is known.
    /// </summary>
    public static double InverseChance(Span<float> exponentials, ReadOnlySpan<float> chances, float weight)
    {
        double sum = 0;
        double reached = 0;
        for (int c = 0; c < exponentials.Length; c++)
        {
            sum += exponentials[c];
            reached += (double)exponentials[c] * chances[c];
        }
        double ofSum = weight / sum;
        double ofReached = weight / reached;
        for (int c = 0; c < exponentials.Length; c++)
        {
            exponentials[c] = (float)(exponentials[c] * (ofSum - (chances[c] * ofReached)));
        }
        return sum / reached;
    }
}
