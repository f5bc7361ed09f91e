using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>What models that never saw the records say of them.</summary>
/// <param name="Scores">Of each model, <c>[records, classes]</c>, each row less its largest.</param>
/// <param name="Fitted">The logistic regressions by penalty and fold, to start others from.</param>
internal sealed record ExpertScores(Matrix[] Scores, LogisticRegression?[,] Fitted);

/// <summary>
/// The models that look at records they never saw, each fold by models of the other folds: logistic regression with a weak and a
/// strong penalty, a small network, and few and many nearest neighbours. All of them are told the chances of wrong labels and
/// give scores of the true classes.
/// </summary>
internal sealed class LabelExperts
{
    private const int FewNeighbours = 10;
    private const int ManyNeighbours = 30;
    private const int VotersMax = 20_000; // neighbours of more records cost more than they add
    private const int ManyRecords = 3_000; // from here on one penalty is as good as two
    private const double NeighbourDiffers = 0.1; // chance of a neighbour to be of another class

    // Of the derivatives of the mean loss: chance alone makes them about one over the root of the records, so a tenth of that is nothing.
    private const double ToleranceInNoise = 0.1;
    private const double ToleranceMax = 0.004; // few records can bear being fitted further

    private readonly LabelFeatures _features;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int[] _folds;
    private readonly int _foldCount;
    private readonly ulong _seed;
    private readonly Neighbours _neighbours;
    private readonly int[] _voters;
    private readonly double[] _penalties;

    public LabelExperts(LabelFeatures features, int[] labels, int classes, int[] folds, int foldCount, ulong seed)
    {
        (_features, _labels, _classes, _folds, _foldCount, _seed) = (features, labels, classes, folds, foldCount, seed);
        _voters = Drawn.Rows(labels.Length, VotersMax, seed);
        var search = new NearestNeighbours(features.ForNeighbours.Gather(_voters));
        int[] voterFolds = [.. _voters.Select(voter => folds[voter])];
        _neighbours = search.Find(features.ForNeighbours, Math.Clamp(labels.Length / 4, 1, ManyNeighbours), folds, voterFolds);
        _penalties = labels.Length < ManyRecords ? [1, 30] : [10];
    }

    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each, as the models are told.</param>
    /// <param name="network">Whether the network, which costs most, is among the models.</param>
    /// <param name="start">What was fitted under other noise, to start from; null: nothing.</param>
    public ExpertScores Scores(Matrix noise, bool network, ExpertScores? start)
    {
        int trained = _penalties.Length + (network ? 1 : 0);
        var result = new ExpertScores(
            [.. Enumerable.Range(0, trained + 2).Select(_ => new Matrix(_labels.Length, _classes))],
            new LogisticRegression?[_penalties.Length, _foldCount]);
        Parallel.For(0, trained * _foldCount, task => Train(task / _foldCount, task % _foldCount, noise, result, start));
        Votes(FewNeighbours, noise, result.Scores[trained]);
        Votes(ManyNeighbours, noise, result.Scores[trained + 1]);
        return result;
    }

    private void Train(int model, int fold, Matrix noise, ExpertScores result, ExpertScores? start)
    {
        int[] learnt = [.. Enumerable.Range(0, _labels.Length).Where(record => _folds[record] != fold)];
        int[] judged = [.. Enumerable.Range(0, _labels.Length).Where(record => _folds[record] == fold)];
        if (learnt.Length == 0 || judged.Length == 0)
        {
            return;
        }
        Matrix features = _features.ForModels.Gather(learnt);
        int[] labels = [.. learnt.Select(record => _labels[record])];
        Matrix queries = _features.ForModels.Gather(judged);
        if (model < _penalties.Length)
        {
            result.Fitted[model, fold] = Logistic(_penalties[model], features, labels, noise, start?.Fitted[model, fold]);
        }
        Matrix found = model < _penalties.Length
            ? result.Fitted[model, fold]!.Scores(queries)
            : Network(features, labels, noise).Scores(queries);
        for (int i = 0; i < judged.Length; i++)
        {
            Softmax.LessLargest(found.Row(i), result.Scores[model].Row(judged[i]));
        }
    }

    private LogisticRegression Logistic(double penalty, Matrix features, int[] labels, Matrix noise, LogisticRegression? start)
    {
        double tolerance = Math.Min(ToleranceMax, ToleranceInNoise / Math.Sqrt(labels.Length));
        var options = new LogisticOptions { L2 = penalty, Iterations = 60, Tolerance = tolerance };
        return LogisticRegression.Fit(features, labels, _classes, options, noise: noise, start: start);
    }

    private Mlp Network(Matrix features, int[] labels, Matrix noise)
    {
        var trainer = new MlpTrainer(
            new MlpOptions(features.Columns, [32], _classes) { LearningRate = 0.04, L2 = 1e-3, MiniBatch = 64, Seed = _seed });
        int epochs = Math.Clamp(20_000 / features.Rows, 4, 40);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            trainer.TrainOn(features, labels, noise);
        }
        return trainer.Network;
    }

    // Naive Bayes: each neighbour's label speaks for every class by its chance to be given near it.
    private void Votes(int most, Matrix noise, Matrix scores)
    {
        double[] logs = LogChances(noise);
        Parallel.For(0, _labels.Length, record =>
        {
            ReadOnlySpan<int> near = _neighbours.Indices(record);
            int count = Math.Min(most, near.Length);
            double[] sums = new double[_classes];
            for (int i = 0; i < count; i++)
            {
                int given = _labels[_voters[near[i]]];
                for (int c = 0; c < sums.Length; c++)
                {
                    sums[c] += logs[(given * _classes) + c];
                }
            }
            Softmax.LessLargest([.. sums.Select(sum => (float)(sum / Math.Max(1, count)))], scores.Row(record));
        });
    }

    private double[] LogChances(Matrix noise)
    {
        double[] logs = new double[_classes * _classes];
        for (int given = 0; given < _classes; given++)
        {
            double reached = 0;
            for (int other = 0; other < _classes; other++)
            {
                reached += noise[other, given];
            }
            for (int c = 0; c < _classes; c++)
            {
                double differs = NeighbourDiffers / (_classes - 1);
                double chance = ((1 - NeighbourDiffers - differs) * noise[c, given]) + (differs * reached);
                logs[(given * _classes) + c] = PortableMath.Log(chance);
            }
        }
        return logs;
    }
}
