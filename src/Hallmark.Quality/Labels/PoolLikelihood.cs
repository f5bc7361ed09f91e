using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// How likely the labels given are, for any weights of the models and any noise: what a scan asks many times over the same scores.
/// <para>The models' scores s_mc of a record are pooled by weights w_m into chances of its true class, p_c ∝ exp(Σ_m w_m·s_mc): a
/// logarithmic opinion pool (Genest and Zidek, 1986; weights found by likelihood as in Heskes, 1998). A class c is given as label y with
/// the chance N[c, y], so the label has the chance P = Σ_c p_c·N[c, y] (the "forward" noise model of Patrini et al., 2017, equation 4).
/// What is looked for are the weights that make the sum of -ln P least: the models never saw the records, so being sure and wrong
/// costs.</para>
/// <para>Eight records lie side by side, one in each lane, so every record's sums are its own and no vector width can change them.
/// Records are summed in a fixed number of shares.</para>
/// </summary>
internal sealed class PoolLikelihood
{
    private const int Lanes = 8;
    private const int Shares = 8;
    private const long ParallelFromTerms = 1 << 21; // below about 0.3 ms of work, waking threads costs more than it saves

    // Ratios of so many blocks are multiplied before one logarithm is taken of them: no label has a chance below about 1e-6 (NoiseMatrix),
    // so the products of 32 ratios in a lane stay below 1e192, within double precision, and logarithms are the dearest part of a pass.
    private const int BlocksPerLog = 16;

    // Strength of the weights' prior, a bell around an even pool: minus its logarithm is Caution · Σ (w_m - 1/M)². It is worth as much as
    // the labels of a few records, so few records do not set one model above all others by chance, and many drown it.
    private const double Caution = 0.2;

    private readonly int _models;
    private readonly int _classes;
    private readonly int _blocks;
    private readonly int[] _labels;
    private readonly Vector256<float>[] _scores; // [block, model, class]
    private readonly Vector256<float>[] _chances; // [block, class]: of the label given; 1 in lanes beyond the records, which count nothing

    /// <param name="scores">Of each model, <c>[records, classes]</c>, each row less its largest.</param>
    /// <param name="labels">The class given for each record.</param>
    public PoolLikelihood(Matrix[] scores, int[] labels)
    {
        (_models, _classes, _labels) = (scores.Length, scores[0].Columns, labels);
        _blocks = (labels.Length + Lanes - 1) / Lanes;
        _scores = new Vector256<float>[_blocks * _models * _classes];
        _chances = new Vector256<float>[_blocks * _classes];
        Span<float> lanes = MemoryMarshal.Cast<Vector256<float>, float>(_scores.AsSpan());
        for (int record = 0; record < labels.Length; record++)
        {
            int at = (record / Lanes * _models * _classes * Lanes) + (record % Lanes);
            foreach (Matrix of in scores)
            {
                foreach (float score in of.Row(record))
                {
                    lanes[at] = score;
                    at += Lanes;
                }
            }
        }
    }

    public int Models => _models;

    /// <summary>From now on the labels are taken as given with these chances <c>[true, given]</c>, all positive.</summary>
    public void Suppose(Matrix noise)
    {
        Array.Fill(_chances, Vector256<float>.One);
        Span<float> lanes = MemoryMarshal.Cast<Vector256<float>, float>(_chances.AsSpan());
        for (int record = 0; record < _labels.Length; record++)
        {
            int at = (record / Lanes * _classes * Lanes) + (record % Lanes);
            for (int c = 0; c < _classes; c++)
            {
                lanes[at + (c * Lanes)] = noise[c, _labels[record]];
            }
        }
    }

    /// <summary>
    /// Moves the logarithms of the weights to the best ones (in logarithms no step can make a weight negative); gives the log-likelihood of
    /// the labels, without the prior, so that fits under different noise can be compared.
    /// </summary>
    public double Fit(double[] logWeights)
    {
        LimitedMemoryBfgs.Minimise(Loss, logWeights, iterations: 30, tolerance: 0.1);
        return -Loss(logWeights, new double[_models]) + Penalty(PoolWeights.Of(logWeights));
    }

    /// <summary>
    /// How often each true class was given as each, <c>[true, given]</c>, in parts of records: each record counts for class c with what is
    /// known of it once its label is taken in, p_c·N[c, y] / P. The expectation step of EM (Dempster, Laird and Rubin, 1977).
    /// </summary>
    public double[] Counts(double[] logWeights)
    {
        double[] counts = new double[_classes * _classes];
        ForBlocks(PoolWeights.Of(logWeights), (row, chances, records) =>
        {
            Vector256<float> reached = default;
            for (int c = 0; c < row.Length; c++)
            {
                row[c] *= chances[c];
                reached += row[c];
            }
            for (int c = 0; c < row.Length; c++)
            {
                Vector256<float> share = row[c] / reached;
                for (int lane = 0; lane < records.Length; lane++)
                {
                    counts[(c * _classes) + records[lane]] += share[lane];
                }
            }
        });
        return counts;
    }

    /// <summary>The same with each record counted as of its most likely class before its label is taken in.</summary>
    public double[] HardCounts(double[] logWeights)
    {
        double[] counts = new double[_classes * _classes];
        ForBlocks(PoolWeights.Of(logWeights), (row, _, records) =>
        {
            for (int lane = 0; lane < records.Length; lane++)
            {
                int largest = 0;
                for (int c = 1; c < row.Length; c++)
                {
                    largest = row[c][lane] > row[largest][lane] ? c : largest;
                }
                counts[(largest * _classes) + records[lane]]++;
            }
        });
        return counts;
    }

    private delegate void BlockAction(
        Span<Vector256<float>> exponentials, ReadOnlySpan<Vector256<float>> chances, ReadOnlySpan<int> labels);

    private void ForBlocks(float[] weights, BlockAction run)
    {
        var row = new Vector256<float>[_classes];
        for (int block = 0; block < _blocks; block++)
        {
            Exponentials(block, weights, row);
            int first = block * Lanes;
            run(row, _chances.AsSpan(block * _classes, _classes), _labels.AsSpan(first, Math.Min(Lanes, _labels.Length - first)));
        }
    }

    private double Loss(double[] logWeights, double[] gradient)
    {
        float[] weights = PoolWeights.Of(logWeights);
        double[][] slopes = [.. Enumerable.Range(0, Shares).Select(_ => new double[_models])];
        double[] losses = new double[Shares];
        if ((long)_blocks * Lanes * _classes * _models < ParallelFromTerms)
        {
            for (int share = 0; share < Shares; share++)
            {
                losses[share] = ShareLoss(share, weights, slopes[share]);
            }
        }
        else
        {
            Parallel.For(0, Shares, share => losses[share] = ShareLoss(share, weights, slopes[share]));
        }
        double loss = Penalty(weights);
        Array.Clear(gradient);
        for (int share = 0; share < Shares; share++)
        {
            loss += losses[share];
            for (int m = 0; m < _models; m++)
            {
                gradient[m] += slopes[share][m];
            }
        }
        for (int m = 0; m < _models; m++)
        {
            // By the chain rule through the pooled scores; times w, since it is ln w that is moved.
            gradient[m] = (gradient[m] + (2 * Caution * (weights[m] - (1.0 / _models)))) * weights[m];
        }
        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double ShareLoss(int share, float[] weights, double[] slopes)
    {
        var row = new Vector256<float>[_classes];
        double loss = 0;
        Vector256<double> ratios = Vector256<double>.One;
        int first = (int)((long)share * _blocks / Shares);
        int end = (int)((long)(share + 1) * _blocks / Shares);
        for (int block = first; block < end; block++)
        {
            Exponentials(block, weights, row);
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Deltas(row, _chances.AsSpan(block * _classes, _classes)));
            ratios *= low * high;
            if ((block - first) % BlocksPerLog == BlocksPerLog - 1 || block == end - 1)
            {
                loss += PortableMath.Log(ratios[0] * ratios[1]) + PortableMath.Log(ratios[2]) + PortableMath.Log(ratios[3]);
                ratios = Vector256<double>.One;
            }
            AddSlopes(block, row, slopes);
        }
        return loss;
    }

    // With e_c = exp(pooled score), S = Σ e_c and R = Σ e_c·N[c, y], a record's loss is -ln P = ln(S / R). Its derivative by the pooled
    // score of class c is e_c/S - e_c·N[c, y]/R: the class's chance before the label is taken in, less that after. These take the place of
    // the exponentials; what is given back is S / R = 1 / P.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> Deltas(Span<Vector256<float>> row, ReadOnlySpan<Vector256<float>> chances)
    {
        Vector256<float> sum = default, reached = default;
        for (int c = 0; c < row.Length; c++)
        {
            sum += row[c];
            reached += row[c] * chances[c];
        }
        Vector256<float> ofSum = Vector256<float>.One / sum;
        Vector256<float> ofReached = Vector256<float>.One / reached;
        for (int c = 0; c < row.Length; c++)
        {
            row[c] *= ofSum - (chances[c] * ofReached);
        }
        return sum * ofReached;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSlopes(int block, ReadOnlySpan<Vector256<float>> deltas, double[] slopes)
    {
        ReadOnlySpan<Vector256<float>> scores = _scores.AsSpan(block * _models * _classes, _models * _classes);
        for (int m = 0; m < slopes.Length; m++)
        {
            ReadOnlySpan<Vector256<float>> of = scores.Slice(m * _classes, _classes);
            Vector256<float> slope = default;
            for (int c = 0; c < of.Length; c++)
            {
                slope += deltas[c] * of[c];
            }
            for (int lane = 0; lane < Lanes; lane++)
            {
                slopes[m] += slope[lane];
            }
        }
    }

    // Of the pooled scores less their largest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Exponentials(int block, float[] weights, Span<Vector256<float>> row)
    {
        ReadOnlySpan<Vector256<float>> scores = _scores.AsSpan(block * _models * _classes, _models * _classes);
        var largest = Vector256.Create(float.NegativeInfinity);
        for (int c = 0; c < row.Length; c++)
        {
            Vector256<float> sum = default;
            for (int m = 0; m < weights.Length; m++)
            {
                sum += weights[m] * scores[(m * row.Length) + c];
            }
            row[c] = sum;
            largest = Vector256.Max(largest, sum);
        }
        for (int c = 0; c < row.Length; c++)
        {
            row[c] -= largest;
        }
        ExpKernel.Apply(MemoryMarshal.Cast<Vector256<float>, float>(row));
    }

    private static double Penalty(float[] weights)
    {
        double sum = 0;
        foreach (float weight in weights)
        {
            double away = weight - (1.0 / weights.Length);
            sum += Caution * away * away;
        }
        return sum;
    }
}
