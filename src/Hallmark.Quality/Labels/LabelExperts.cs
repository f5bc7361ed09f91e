using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

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
    private readonly LogisticRegression?[,] _before; // models of the last round, to start from

    public LabelExperts(LabelFeatures features, int[] labels, int classes, int[] folds, int foldCount, ulong seed)
    {
        (_features, _labels, _classes, _folds, _foldCount, _seed) = (features, labels, classes, folds, foldCount, seed);
        _voters = Drawn.Rows(labels.Length, VotersMax, seed);
        var search = new NearestNeighbours(features.ForNeighbours.Gather(_voters));
        int[] voterFolds = [.. _voters.Select(voter => folds[voter])];
        _neighbours = search.Find(features.ForNeighbours, Math.Clamp(labels.Length / 4, 1, ManyNeighbours), folds, voterFolds);
        _penalties = labels.Length < ManyRecords ? [1, 30] : [10];
        _before = new LogisticRegression?[_penalties.Length, foldCount];
    }

    /// <summary>Scores of each model, <c>[records, classes]</c>, each row less its largest.</summary>
    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each, as the models are told.</param>
    /// <param name="network">Whether the network, which costs most, is among the models.</param>
    public Matrix[] Scores(Matrix noise, bool network)
    {
        int trained = _penalties.Length + (network ? 1 : 0);
        Matrix[] scores = [.. Enumerable.Range(0, trained + 2).Select(_ => new Matrix(_labels.Length, _classes))];
        Parallel.For(0, trained * _foldCount, task => Train(task / _foldCount, task % _foldCount, noise, scores[task / _foldCount]));
        Votes(FewNeighbours, noise, scores[trained]);
        Votes(ManyNeighbours, noise, scores[trained + 1]);
        return scores;
    }

    private void Train(int model, int fold, Matrix noise, Matrix scores)
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
        Matrix found = model < _penalties.Length
            ? Logistic(model, fold, features, labels, noise).Scores(queries)
            : Network(features, labels, noise).Scores(queries);
        for (int i = 0; i < judged.Length; i++)
        {
            LessLargest(found.Row(i), scores.Row(judged[i]));
        }
    }

    private LogisticRegression Logistic(int model, int fold, Matrix features, int[] labels, Matrix noise)
    {
        double tolerance = Math.Min(ToleranceMax, ToleranceInNoise / Math.Sqrt(labels.Length));
        var options = new LogisticOptions { L2 = _penalties[model], Iterations = 60, Tolerance = tolerance };
        var fitted = LogisticRegression.Fit(features, labels, _classes, options, noise: noise, start: _before[model, fold]);
        _before[model, fold] = fitted;
        return fitted;
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
            LessLargest([.. sums.Select(sum => (float)(sum / Math.Max(1, count)))], scores.Row(record));
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

    private static void LessLargest(ReadOnlySpan<float> from, Span<float> to)
    {
        float largest = from[0];
        foreach (float score in from)
        {
            largest = score > largest ? score : largest;
        }
        for (int c = 0; c < to.Length; c++)
        {
            to[c] = from[c] - largest;
        }
    }
}
