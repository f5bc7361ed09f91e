namespace Hallmark.Scheduling;

/// <summary>
/// Per class k, a price q_k that each of its records is worth towards the minimum m: the term q_k·(records of k in S - m) is added to the
/// bound. It is not negative for any choice that keeps the minimum, so whole-number prices of any size, as long as they are not negative,
/// give a bound over those choices: Lagrange multipliers, moved as those of <see cref="LagrangianBound"/>.
/// </summary>
internal sealed class ClassPrices
{
    private readonly SelectionProblem _problem;
    private readonly long[] _prices;
    private readonly double _most; // keeps sums over all candidates and classes within 64 bits

    public ClassPrices(SelectionProblem problem)
    {
        (_problem, _prices) = (problem, new long[problem.Classes]);
        _most =
            4096.0 * SelectionObjective.UnitsOfOne / Math.Max(1.0, problem.ClassRecords.Sum(own => own.Sum(records => (double)records)));
    }

    /// <summary>The part that no choice changes: -Σ q_k·m, in units.</summary>
    public Int128 Constant
    {
        get
        {
            Int128 sum = 0;
            foreach (long price in _prices)
            {
                sum -= (Int128)price * _problem.ClassRecordsMin;
            }
            return sum;
        }
    }

    /// <summary>What a candidate's records are worth at the prices, to be added to its value, in units.</summary>
    public long WorthOf(int candidate)
    {
        long worth = 0;
        for (int k = 0; k < _prices.Length; k++)
        {
            worth += _prices[k] * _problem.ClassRecords[candidate][k];
        }
        return worth;
    }

    /// <summary>Raises the prices of classes that miss records and lowers those of others.</summary>
    public void Step(double excess, ReadOnlySpan<double> taken)
    {
        if (_prices.Length == 0)
        {
            return;
        }
        double[] over = new double[_prices.Length];
        double norm = 0;
        for (int k = 0; k < over.Length; k++)
        {
            over[k] = -_problem.ClassRecordsMin;
            for (int j = 0; j < taken.Length; j++)
            {
                over[k] += taken[j] * _problem.ClassRecords[j][k];
            }
            norm += over[k] < 0 || _prices[k] > 0 ? over[k] * over[k] : 0;
        }
        for (int k = 0; norm > 0 && k < over.Length; k++)
        {
            double price = _prices[k] - (excess * over[k] / norm);
            _prices[k] = (long)Math.Clamp(price, 0, _most);
        }
    }
}
