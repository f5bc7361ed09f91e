namespace Hallmark.Reports;

/// <summary>
/// Puts marks that would lie on each other onto levels, the way seeds pile up. With more marks than levels they do overlap;
/// the numbers beside the picture count them.
/// </summary>
internal static class Swarm
{
    public const int MaxLevels = 10;

    /// <returns>The level of each mark, 0 the lowest, in the order given.</returns>
    /// <param name="places">Positions along the axis, ascending.</param>
    /// <param name="room">Width that a mark needs.</param>
    public static int[] Levels(IReadOnlyList<double> places, double room)
    {
        int[] levels = new int[places.Count];
        double[] ends = new double[MaxLevels];
        Array.Fill(ends, double.NegativeInfinity);
        for (int i = 0; i < levels.Length; i++)
        {
            int level = Array.FindIndex(ends, end => end + room <= places[i]);
            levels[i] = level >= 0 ? level : Array.IndexOf(ends, ends.Min());
            ends[levels[i]] = places[i];
        }
        return levels;
    }
}
