using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

internal sealed class RepeatedExperts
{
    private readonly LabelExperts[] _each;
    private readonly NeighbourVotes _votes;
    private readonly Lazy<Matrix> _forest;
    private readonly Lazy<Matrix> _kernel;
    private readonly Lazy<Matrix> _linear;
    private readonly int _explore;
    private readonly int[] _labels;
    private readonly int _classes;

    public RepeatedExperts(LabelFeatures features, Matrix raw, int[] labels, int classes, (int[] Folds, int Count)[] folds, int[] together, ulong[] seeds)
    {
        (_labels, _classes) = (labels, classes);
        _explore = Dev.I("EXPLORE", 1);
        _votes = new NeighbourVotes(features.ForNeighbours, labels, classes, together, seeds[0]);
        _each = [.. folds.Select((of, i) => new LabelExperts(features, labels, classes, of.Folds, of.Count, seeds[i]))];
        _kernel = new Lazy<Matrix>(() => KernelShares.Of(features.ForModels, labels, classes, seeds[0]));
        _linear = new Lazy<Matrix>(() => KernelShares.Linear(features.ForModels, labels, classes));
        _forest = new Lazy<Matrix>(() => Grow(raw, folds, seeds));
    }

    public ExpertScores Scores(Matrix noise, bool last, ExpertScores? start)
    {
        LabelExperts[] asked = last ? _each : _each[..Math.Min(_explore, _each.Length)];
        ExpertScores[] said = Dev.I("LR", 1) == 0 || (Dev.I("LR", 1) == 2 && !last) ? [new ExpertScores([], new LogisticRegression?[0, 0])] : [.. asked.Select((one, i) => one.Trained(noise, last && Dev.I("NET", 1) > 0, start is null || start.Scores.Length < 5 || start.Each.Length == 0 || start.Each[0].Scores.Length == 0 ? null : start.Each[Math.Min(i, start.Each.Length - 1)]))];
        var scores = new List<Matrix>();
        int lr = Dev.I("LR", 1);
        for (int m = 0; m < said[0].Scores.Length && (lr == 1 || (lr == 2 && last)); m++)
        {
            scores.Add(Mean([.. said.Select(one => one.Scores[m])]));
        }
        scores.AddRange(_votes.Scores(noise));
        int f = Dev.I("FOREST", 1);
        if (f == 1 || f == 3)
        {
            scores.Add(_votes.OfShares(_forest.Value, noise));
        }
        if (Dev.I("LIN", 0) > 0)
        {
            scores.Add(_votes.OfShares(_linear.Value, noise));
        }
        int k = Dev.I("KERNEL", 1);
        if (k == 1 || k == 3)
        {
            scores.Add(_votes.OfShares(_kernel.Value, noise));
        }
        if (k == 2 || k == 3)
        {
            scores.Add(Logs(_kernel.Value));
        }
        if (f == 2 || f == 3)
        {
            scores.Add(Logs(_forest.Value));
        }
        return new ExpertScores([.. scores], said[0].Fitted) { Each = said };
    }

    private Matrix Logs(Matrix shares)
    {
        var result = new Matrix(shares.Rows, shares.Columns);
        double e = 0.01 / shares.Columns;
        for (int r = 0; r < shares.Rows; r++)
        {
            Softmax.LessLargest([.. shares.Row(r).ToArray().Select(p => (float)PortableMath.Log(p + e))], result.Row(r));
        }
        return result;
    }

    private static Matrix Mean(Matrix[] of)
    {
        if (of.Length == 1)
        {
            return of[0];
        }
        var result = new Matrix(of[0].Rows, of[0].Columns);
        float[] row = new float[result.Columns];
        for (int r = 0; r < result.Rows; r++)
        {
            Array.Clear(row);
            foreach (Matrix one in of)
            {
                ReadOnlySpan<float> from = one.Row(r);
                for (int c = 0; c < row.Length; c++)
                {
                    row[c] += from[c] / of.Length;
                }
            }
            Softmax.LessLargest(row, result.Row(r));
        }
        return result;
    }

    private Matrix Grow(Matrix raw, (int[] Folds, int Count)[] folds, ulong[] seeds)
    {
        var sum = new Matrix(raw.Rows, _classes);
        int trees = Math.Max(1, Dev.I("TREES", 100) / folds.Length);
        for (int i = 0; i < folds.Length; i++)
        {
            for (int fold = 0; fold < folds[i].Count; fold++)
            {
                int[] learnt = [.. Enumerable.Range(0, _labels.Length).Where(record => folds[i].Folds[record] != fold)];
                int[] judged = [.. Enumerable.Range(0, _labels.Length).Where(record => folds[i].Folds[record] == fold)];
                if (learnt.Length == 0 || judged.Length == 0)
                {
                    continue;
                }
                var forest = Forest.Fit(raw.Gather(learnt), [.. learnt.Select(r => _labels[r])], _classes, new ForestOptions { Trees = trees, Seed = seeds[i], LeafRecords = Dev.I("LEAF", 3) });
                Matrix p = forest.Probabilities(raw.Gather(judged));
                for (int r = 0; r < judged.Length; r++)
                {
                    for (int c = 0; c < _classes; c++)
                    {
                        sum[judged[r], c] += p[r, c] / folds.Length;
                    }
                }
            }
        }
        return sum;
    }

}
