using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>Exact tails of counts, from logarithms of factorials that are summed once, in order.</summary>
public sealed class Significance
{
    private readonly double[] _logFactorial;

    /// <param name="most">Largest number of records that a question is about.</param>
    public Significance(int most)
    {
        _logFactorial = new double[most + 1];
        for (int i = 2; i <= most; i++)
        {
            _logFactorial[i] = _logFactorial[i - 1] + PortableMath.Log(i);
        }
    }

    /// <summary>
    /// Fisher's exact test, one-sided: how likely so many or more of the marked ones fall into the first group, if being marked has
    /// nothing to do with the group.
    /// </summary>
    /// <param name="marked">Marked ones in the first group.</param>
    /// <param name="of">Size of the first group.</param>
    /// <param name="otherMarked">Marked ones in the second group.</param>
    /// <param name="ofOther">Size of the second group.</param>
    public double Fisher(int marked, int of, int otherMarked, int ofOther)
    {
        int all = marked + otherMarked;
        double tail = 0;
        for (int k = marked; k <= Math.Min(of, all); k++)
        {
            if (all - k <= ofOther)
            {
                tail += PortableMath.Exp(LogChoose(of, k) + LogChoose(ofOther, all - k) - LogChoose(of + ofOther, all));
            }
        }
        return Math.Min(1, tail);
    }

    /// <summary>How likely so many or more successes are among so many trials.</summary>
    public double Binomial(int successes, int trials, double probability)
    {
        if (probability >= 1 || successes == 0)
        {
            return 1;
        }
        double logOf = PortableMath.Log(probability);
        double logOther = PortableMath.Log(1 - probability);
        double tail = 0;
        for (int k = successes; k <= trials; k++)
        {
            double term = PortableMath.Exp(LogChoose(trials, k) + (k * logOf) + ((trials - k) * logOther));
            tail += term;
            if (k > trials * probability && term <= tail * 1e-12)
            {
                break;
            }
        }
        return Math.Min(1, tail);
    }

    private double LogChoose(int n, int k) => _logFactorial[n] - _logFactorial[k] - _logFactorial[n - k];
}
