namespace Hallmark.Scheduling;

/// <summary>
/// What a choice S of batches is worth, at most 1: <c>F(S) = w_d · D(S) + w_i · I(S) - w_r · R(S)</c>.
/// <list type="bullet">
/// <item>Diversity D is facility location (Cornuéjols, Fisher and Nemhauser, 1977): how alike each candidate is to the chosen one
/// most like it, averaged over the candidates with their records as weights. 1 when all are chosen.</item>
/// <item>Integrity I is the chosen records, each weighted with its batch's integrity, as a share of the most that the budget buys.</item>
/// <item>Redundancy R is how alike two records drawn from those attainable are, counting pairs from two different chosen
/// batches: the sum over ordered pairs of the product of their shares of the attainable records and their likeness.</item>
/// </list>
/// What a batch adds never grows with the choice: F is submodular, and without redundancy monotone too. With redundancy it is not:
/// one batch more can be worth less. Every term is rounded to a whole number of units first, so the same choice has the same value
/// however it was reached; the rounding moves F by less than <see cref="Rounding"/>. See docs/decisions/0005-scheduling.md.
/// </summary>
public sealed class SelectionObjective
{
    /// <summary>Units of F that make 1: a power of two, so that a value in units is exact as a double.</summary>
    public const long UnitsOfOne = 1L << 50;

    /// <summary>Distances of all pairs are computed: twice as many candidates take four times as long.</summary>
    public const int CandidatesMax = 50_000;

    /// <summary>Most records of all candidates together: products with units stay within what sums can hold.</summary>
    public const long RecordsMax = 1_000_000_000_000;

    private readonly double[] _shares;
    private readonly long[] _masses;

    public SelectionObjective(SelectionProblem problem)
    {
        Problem = problem;
        Points = new PointSet(problem.Points);
        Affinities = new Affinities(Points, problem.Kernel, problem.Records, problem.Weights.Diversity);
        _shares = [.. problem.Records.Select(own => own / problem.AttainableRecords)];
        _masses = [.. problem.Integrity.Select((own, j) => (long)((problem.Weights.Integrity * own * _shares[j] * UnitsOfOne) + 0.5))];
        double expected = problem.Count * Math.Min(1, problem.Budget / problem.Costs.Sum(cost => (double)cost));
        Neighbourhoods = new Neighbourhoods(Affinities, expected);
    }

    public SelectionProblem Problem { get; }

    public int Count => Problem.Count;

    /// <summary>Most by which the rounding to units moves F of a choice.</summary>
    public double Rounding => ((2.0 * Count) + ((double)Count * Count * (HasRedundancy ? 1 : 0))) / UnitsOfOne;

    internal PointSet Points { get; }

    internal Affinities Affinities { get; }

    internal Neighbourhoods Neighbourhoods { get; }

    /// <summary>What <see cref="LazyGreedy"/> chooses, once it is known.</summary>
    internal (bool Known, Selection? Choice) Greedy { get; set; }

    internal bool HasRedundancy => Problem.Weights.Redundancy > 0;

    internal long CostOf(int candidate) => Problem.Costs[candidate];

    /// <summary>What a candidate adds by its integrity.</summary>
    internal long Mass(int candidate) => _masses[candidate];

    /// <summary>No candidate adds more than this to any choice, since it adds most to an empty one (F is submodular).</summary>
    internal long AddsAtMost(int candidate) => Neighbourhoods.TotalsAtMost[candidate] + Mass(candidate);

    /// <summary>What two different candidates lose by being chosen both; the same in both directions.</summary>
    internal long Redundancy(int a, int b) => Redundancy(a, b, Problem.Kernel.Of(Points.Squared(a, b)));

    /// <summary>What a candidate loses with each other one; 0 with itself.</summary>
    internal void RedundancyRow(int of, Span<double> scratch, Span<long> losses)
    {
        Points.Squared(of, 0, scratch);
        Problem.Kernel.Apply(scratch);
        for (int j = 0; j < losses.Length; j++)
        {
            losses[j] = Redundancy(of, j, scratch[j]);
        }
        losses[of] = 0;
    }

    /// <summary>F of a choice in units, straight from the definition: the oracle for <see cref="IncrementalSelection"/>.</summary>
    public long EvaluateUnits(IReadOnlyCollection<int> chosen)
    {
        long sum = 0;
        for (int i = 0; i < Count && chosen.Count > 0; i++)
        {
            sum += chosen.Max(j => Affinities.Of(i, j));
        }
        foreach (int a in chosen)
        {
            sum += Mass(a);
            sum -= HasRedundancy ? chosen.Where(b => b < a).Sum(b => Redundancy(a, b)) : 0;
        }
        return sum;
    }

    /// <summary>F of a choice without rounding to units, in double precision, straight from the definition.</summary>
    public double Evaluate(IReadOnlyList<int> chosen)
    {
        double[] nearest = new double[Count];
        Array.Fill(nearest, double.PositiveInfinity);
        double[] distances = new double[Count];
        (double integrity, double redundancy) = (0, 0);
        for (int k = 0; k < chosen.Count; k++)
        {
            int j = chosen[k];
            Points.Squared(j, 0, distances);
            for (int i = 0; i < nearest.Length; i++)
            {
                nearest[i] = Math.Min(nearest[i], distances[i]);
            }
            integrity += Problem.Integrity[j] * _shares[j];
            for (int other = 0; HasRedundancy && other < k; other++)
            {
                redundancy += 2 * _shares[j] * _shares[chosen[other]] * Problem.Kernel.Of(distances[chosen[other]]);
            }
        }
        double all = Problem.Records.Sum();
        double diversity = 0;
        for (int i = 0; i < nearest.Length && chosen.Count > 0; i++)
        {
            diversity += Problem.Records[i] / all * Problem.Kernel.Of(nearest[i]);
        }
        (double d, double g, double r) = Problem.Weights;
        return (d * diversity) + (g * integrity) - (r * redundancy);
    }

    private long Redundancy(int a, int b, double likeness) =>
        (long)((2 * Problem.Weights.Redundancy * (_shares[a] * _shares[b]) * likeness * UnitsOfOne) + 0.5);
}
