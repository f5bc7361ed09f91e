using Hallmark.Learning;

namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Rows of numbers that differ by no more than a tolerance in every column. Rows are filed under the cells of a few columns, cells eight
/// tolerances wide; where a value lies within a tolerance of a boundary, the cell beyond is looked into as well, so no boundary parts
/// two copies. Every candidate is compared in all columns: what is reported is within the tolerance, and of what is within it nothing is
/// missed unless more than <see cref="BucketIndex.Offered"/> earlier rows share its cells.
/// </summary>
public static class NearDuplicateRows
{
    private const int KeyColumnsMax = 8;
    private const int Width = 8;
    private const int Sample = 1_000;
    private const int KeysFrom = 20; // records: fewer whole numbers differ by chance
    private const int LeastBesideKeys = 2; // columns

    /// <summary>
    /// Tolerances for records that are looked for among others: a whole number that never repeats may be a key or a measurement, and there
    /// it has to agree.
    /// </summary>
    public static float[] TolerancesWithKeys(Matrix features) =>
        [.. Tolerances(features).Select(tolerance => tolerance == float.MaxValue ? 0 : tolerance)];

    /// <summary>
    /// A share of each column's standard deviation as its tolerance; 0 where the column is constant. Whole numbers that never repeat are
    /// keys: two records that differ in nothing else are copies, so there any difference is tolerated, if enough other columns vary.
    /// </summary>
    /// <param name="features"><c>[rows, columns]</c>.</param>
    /// <param name="share">Not negative. Default 0.001.</param>
    public static float[] Tolerances(Matrix features, double share = 1e-3)
    {
        if (!(share >= 0) || features.Rows == 0)
        {
            return new float[features.Columns];
        }
        float[] tolerances = new float[features.Columns];
        bool[] keys = new bool[features.Columns];
        for (int c = 0; c < tolerances.Length; c++)
        {
            double[] finite = [.. Enumerable.Range(0, features.Rows).Select(r => (double)features[r, c]).Where(double.IsFinite)];
            bool varies = finite.Any(value => value != finite[0]);
            float tolerance = varies ? (float)(share * Statistics.StandardDeviation(finite)) : 0;
            tolerances[c] = float.IsFinite(tolerance) ? tolerance : 0;
            keys[c] = IsKey(finite, features.Rows);
        }
        if (Enumerable.Range(0, tolerances.Length).Count(c => tolerances[c] > 0 && !keys[c]) >= LeastBesideKeys)
        {
            foreach (int c in Enumerable.Range(0, tolerances.Length).Where(c => keys[c]))
            {
                tolerances[c] = float.MaxValue;
            }
        }
        return tolerances;
    }

    /// <summary>Finds rows of numbers that are nearly the same.</summary>
    /// <param name="features"><c>[rows, columns]</c>. A number that is not finite equals only its like.</param>
    /// <param name="tolerances">Largest difference in each column, in its own unit; finite, not negative.</param>
    /// <returns>Each row that nearly equals an earlier one, with the earliest such.</returns>
    /// <exception cref="ArgumentException">Another number of tolerances than columns, or one that cannot be.</exception>
    public static NearDuplicate[] Find(Matrix features, float[] tolerances)
    {
        if (tolerances.Length != features.Columns || tolerances.Any(tolerance => !(tolerance >= 0) || !float.IsFinite(tolerance)))
        {
            throw new ArgumentException($"{features.Columns} finite tolerances wanted, none below 0.", nameof(tolerances));
        }
        int[] columns = KeyColumns(features, tolerances);
        var index = new BucketIndex(features.Rows);
        var found = new List<NearDuplicate>();
        long[] cells = new long[columns.Length];
        int[] beyond = new int[columns.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                (cells[i], beyond[i]) = Cell(features[row, columns[i]], tolerances[columns[i]]);
            }
            int self = row;
            int of = Probe(index, cells, beyond, 0, 0, row, other => Near(features, self, other, tolerances));
            if (of < row)
            {
                found.Add(new NearDuplicate(row, of));
            }
            ulong key = 0;
            foreach (long cell in cells)
            {
                key = Mix(key, cell);
            }
            index.Add(key, row);
        }
        return [.. found];
    }

    private static int Probe(BucketIndex index, long[] cells, int[] beyond, int column, ulong key, int best, Func<int, bool> accept)
    {
        if (column == cells.Length)
        {
            return index.Earliest(key, best, accept);
        }
        best = Probe(index, cells, beyond, column + 1, Mix(key, cells[column]), best, accept);
        return beyond[column] == 0
            ? best
            : Probe(index, cells, beyond, column + 1, Mix(key, cells[column] + beyond[column]), best, accept);
    }

    private static bool IsKey(double[] finite, int rows)
    {
        if (rows < KeysFrom || finite.Length < rows)
        {
            return false;
        }
        var seen = new HashSet<double>();
        return finite.All(value => value == Math.Floor(value) && seen.Add(value));
    }

    // The cell of a value, and the side on which the next one is within reach.
    private static (long Cell, int Beyond) Cell(float value, float tolerance)
    {
        double place = tolerance > 0 ? value / ((double)tolerance * Width) : double.NaN;
        if (!(Math.Abs(place) < 1e15))
        {
            return (BitConverter.SingleToInt32Bits(PortableMath.Canonical(value) + 0f), 0);
        }
        double floor = Math.Floor(place);
        double rest = place - floor;
        const double Reach = 1.01 / Width; // a little more than the tolerance: the division rounds
        return ((long)floor, rest < Reach ? -1 : rest > 1 - Reach ? 1 : 0);
    }

    /// <summary>Whether two rows differ by no more than the tolerances.</summary>
    internal static bool Near(Matrix features, int row, int other, float[] tolerances)
    {
        ReadOnlySpan<float> a = features.Row(row);
        ReadOnlySpan<float> b = features.Row(other);
        for (int c = 0; c < a.Length; c++)
        {
            bool equal = a[c].Equals(b[c]) || Math.Abs((double)a[c] - b[c]) <= tolerances[c];
            if (!equal)
            {
                return false;
            }
        }
        return true;
    }

    // The columns with the most cells in a sample: those that tell rows apart.
    private static int[] KeyColumns(Matrix features, float[] tolerances)
    {
        int step = Math.Max(1, features.Rows / Sample);
        return [.. Enumerable.Range(0, features.Columns)
            .Select(column =>
            {
                var cells = new HashSet<long>();
                for (int row = 0; row < features.Rows; row += step)
                {
                    cells.Add(Cell(features[row, column], tolerances[column]).Cell);
                }
                return (Column: column, cells.Count);
            })
            .OrderByDescending(item => item.Count).ThenBy(item => item.Column)
            .Take(KeyColumnsMax)
            .Select(item => item.Column)];
    }

    private static ulong Mix(ulong key, long cell)
    {
        unchecked
        {
            ulong mixed = (key ^ (ulong)cell) * 0x9E37_79B9_7F4A_7C15;
            return (mixed ^ (mixed >> 29)) * 0xBF58_476D_1CE4_E5B9;
        }
    }
}
