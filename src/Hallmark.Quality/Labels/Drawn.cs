using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>Rows drawn without repetition, in ascending order; all of them when there are no more.</summary>
internal static class Drawn
{
    public static int[] Rows(int count, int most, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        if (count <= most)
        {
            return rows;
        }
        new SeededRandom(seed, "label.rows").Shuffle<int>(rows);
        int[] drawn = rows[..most];
        Array.Sort(drawn);
        return drawn;
    }
}
