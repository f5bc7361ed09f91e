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
}
