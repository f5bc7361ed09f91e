using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// The features as the models take them: standardised, wide ones brought down to their principal components. For neighbours
/// the components keep their lengths; for the other models each has deviation 1, which lets them settle sooner.
/// </summary>
internal sealed record LabelFeatures(Matrix ForNeighbours, Matrix ForModels)
{
    private const int Components = 64;
    private const int FittedRows = 10_000; // components of so many rows hardly differ from those of all
    private const int BlockRows = 1024;

    public static LabelFeatures Of(Matrix features, ulong seed)
    {
        StandardScaler scaler = StandardScaler.Fit(features);
        if (features.Columns <= Components)
        {
            Matrix scaled = scaler.Transform(features);
            return new LabelFeatures(scaled, scaled);
        }
        int[] drawn = Drawn.Rows(features.Rows, FittedRows, seed);
        PrincipalComponents components = PrincipalComponents.Fit(scaler.Transform(features.Gather(drawn)), Components, seed);
        var projected = new Matrix(features.Rows, components.Count);
        for (int first = 0; first < features.Rows; first += BlockRows)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(BlockRows, features.Rows - first))];
            components.Project(scaler.Transform(features.Gather(rows))).Values
                .CopyTo(projected.Values[(first * components.Count)..]);
        }
        return new LabelFeatures(projected, StandardScaler.Fit(projected).Transform(projected));
    }
}
