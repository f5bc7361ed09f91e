namespace Hallmark.Quality.Outliers;

/// <summary>How far each record stands from others of its class.</summary>
/// <param name="Scores">
/// Robust z of the logarithm of the distance to the nearest of the class: 0 for a typical record, in units of a standard deviation as the
/// middle half of the class gives it. 0 where nothing could be measured.
/// </param>
/// <param name="Records">Records whose score passes the threshold, ascending.</param>
/// <param name="Measured">Records in classes large enough to say anything.</param>
public sealed record OutlierReport(double[] Scores, int[] Records, int Measured);
