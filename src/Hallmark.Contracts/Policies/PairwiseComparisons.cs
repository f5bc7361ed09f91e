using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>One judgement of the analytic hierarchy process: a check matters so many times as much as another.</summary>
/// <param name="By">1 (as much) to 9 (extremely more), Saaty's scale.</param>
public sealed record PairwiseComparison(string More, string Than, int By)
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("more", More).Text("than", Than).Integer("by", By);

    public static PairwiseComparison Read(CborMap map)
    {
        var comparison = new PairwiseComparison(map.Name("more"), map.Name("than"), (int)map.Integer("by", 1, 9));
        map.End();
        return comparison;
    }
}

/// <summary>
/// Weights by the analytic hierarchy process (Saaty, 1980): the principal eigenvector of the matrix of comparisons. Fixed-point
/// whole numbers throughout, so every node comes to the same weights.
/// </summary>
public static class PairwiseComparisons
{
    /// <summary>Above this consistency ratio, in millionths, the comparisons contradict one another too much to be used.</summary>
    public const long ConsistencyLimitPpm = 100_000;

    private const int Iterations = 200; // the error shrinks by a constant factor each time; the last bits settle long before
    private const long One = 1_000_000_000_000;

    /// <summary>Mean consistency index of random matrices of 0 to 15 checks, in millionths (Saaty).</summary>
    private static readonly long[] RandomIndexPpm =
    [
        0, 0, 0, 580_000, 900_000, 1_120_000, 1_240_000, 1_320_000, 1_410_000, 1_450_000, 1_490_000, 1_510_000, 1_480_000, 1_560_000,
        1_570_000, 1_590_000,
    ];

    /// <summary>Most checks that can be compared.</summary>
    public static int CheckLimit => RandomIndexPpm.Length - 1;

    /// <summary>The weights of the checks in their order, in millionths, and the consistency ratio.</summary>
    /// <exception cref="MalformedException">
    /// A pair is missing, given twice or not of these checks; or the ratio is above the limit: then the pair is named that lies
    /// farthest from what all others say of it.
    /// </exception>
    public static (int[] WeightsPpm, long ConsistencyPpm) Solve(IReadOnlyList<string> checks, IReadOnlyList<PairwiseComparison> comparisons)
    {
        Int128[,] matrix = Matrix(checks, comparisons);
        Int128[] weights = new Int128[checks.Count];
        Array.Fill(weights, One / checks.Count);
        Int128 eigenvalue = 0;
        for (int i = 0; i < Iterations; i++)
        {
            Int128[] next = Multiply(matrix, weights);
            Int128 before = Sum(weights);
            Int128 after = Sum(next);
            eigenvalue = after * Ppm.Whole / before;
            weights = [.. next.Select(weight => weight * One / after)];
        }
        long ratio = checks.Count < 3
            ? 0
            : (long)(
                Int128.Max(0, eigenvalue - (checks.Count * Ppm.Whole)) * Ppm.Whole / ((checks.Count - 1) * RandomIndexPpm[checks.Count]));
        if (ratio > ConsistencyLimitPpm)
        {
            throw new MalformedException("scoring.compare", Complaint(checks, comparisons, matrix, weights, ratio));
        }
        return ([.. weights.Select(weight => (int)(((weight * Ppm.Whole) + (One / 2)) / One))], ratio);
    }

    private static Int128[,] Matrix(IReadOnlyList<string> checks, IReadOnlyList<PairwiseComparison> comparisons)
    {
        if (checks.Count > CheckLimit)
        {
            throw new MalformedException("scoring.compare", $"has {checks.Count} checks; at most {CheckLimit} can be compared");
        }
        var matrix = new Int128[checks.Count, checks.Count];
        for (int i = 0; i < checks.Count; i++)
        {
            matrix[i, i] = One;
        }
        foreach (PairwiseComparison comparison in comparisons)
        {
            int more = PlaceOf(checks, comparison.More);
            int than = PlaceOf(checks, comparison.Than);
            if (matrix[more, than] != 0)
            {
                throw new MalformedException(
                    "scoring.compare", $"compares {comparison.More} and {comparison.Than} twice, or a check with itself");
            }
            matrix[more, than] = One * comparison.By;
            matrix[than, more] = One / comparison.By;
        }
        for (int i = 0; i < checks.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (matrix[i, j] == 0)
                {
                    throw new MalformedException("scoring.compare", $"does not compare {checks[j]} and {checks[i]}");
                }
            }
        }
        return matrix;
    }

    private static int PlaceOf(IReadOnlyList<string> checks, string check)
    {
        for (int i = 0; i < checks.Count; i++)
        {
            if (checks[i] == check)
            {
                return i;
            }
        }
        throw new MalformedException("scoring.compare", $"names the check {check}, which is not among the checks");
    }

    private static Int128[] Multiply(Int128[,] matrix, Int128[] weights)
    {
        var result = new Int128[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            for (int j = 0; j < weights.Length; j++)
            {
                result[i] += matrix[i, j] * weights[j] / One;
            }
        }
        return result;
    }

    private static Int128 Sum(Int128[] values)
    {
        Int128 sum = 0;
        foreach (Int128 value in values)
        {
            sum += value;
        }
        return sum;
    }

    /// <summary>The worst pair: the ratio given and that of the weights differ by the largest factor.</summary>
    private static string Complaint(
        IReadOnlyList<string> checks, IReadOnlyList<PairwiseComparison> comparisons, Int128[,] matrix, Int128[] weights, long ratio)
    {
        Int128 worstFactor = 0;
        string worst = "";
        foreach (PairwiseComparison comparison in comparisons)
        {
            int moreAt = PlaceOf(checks, comparison.More);
            int thanAt = PlaceOf(checks, comparison.Than);
            Int128 more = Int128.Max(1, weights[moreAt]);
            Int128 than = Int128.Max(1, weights[thanAt]);
            Int128 given = comparison.By * than;
            Int128 factor = given > more ? given * Ppm.Whole / more : more * Ppm.Whole / given;
            if (factor > worstFactor)
            {
                worstFactor = factor;
                worst = $"{comparison.More} is said to matter {comparison.By} times as much as {comparison.Than}, by way of the other "
                    + $"checks it is {Decimal(ByWayOfOthers(matrix, moreAt, thanAt) / (One / 100))} times";
            }
        }
        return $"is not consistent: ratio {Decimal(ratio / 10_000)}, at most 0.10; worst pair: {worst}";
    }

    /// <summary>What the other checks say of the pair: the middle of the products of the two comparisons with each of them.</summary>
    private static Int128 ByWayOfOthers(Int128[,] matrix, int more, int than)
    {
        Int128[] products =
        [
            .. Enumerable.Range(0, matrix.GetLength(0)).Where(other => other != more && other != than)
                .Select(other => matrix[more, other] * matrix[other, than] / One).Order(),
        ];
        return products[products.Length / 2];
    }

    private static string Decimal(Int128 hundredths) => $"{hundredths / 100}.{(int)(hundredths % 100):00}";
}
