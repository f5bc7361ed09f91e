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
    private const int ManyRecords = 3_000; // from here on one penalty is as good as two

    // Of the derivatives of the mean loss: chance alone makes them about one over the root of the records, so a tenth of that is nothing.
    private const double ToleranceInNoise = 0.1;
    private const double ToleranceMax = 0.004; // few records can bear being fitted further

    private readonly LabelFeatures _features;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int[] _folds;
    private readonly int _foldCount;
    private readonly ulong _seed;
    private readonly Lazy<NeighbourVotes> _votes;
    private readonly double[] _penalties;

    public LabelExperts(LabelFeatures features, int[] labels, int classes, int[] folds, int foldCount, ulong seed)
    {
        (_features, _labels, _classes, _folds, _foldCount, _seed) = (features, labels, classes, folds, foldCount, seed);
        _votes = new(() => new NeighbourVotes(features.ForNeighbours, labels, classes, folds, seed));
        _penalties = labels.Length < ManyRecords ? [1, 30] : [10];
    }

    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each, as the models are told.</param>
    /// <param name="network">Whether the network, which costs most, is among the models.</param>
    /// <param name="start">What was fitted under other noise, to start from; null: nothing.</param>
    public ExpertScores Scores(Matrix noise, bool network, ExpertScores? start)
    {
        ExpertScores trained = Trained(noise, network, start);
        return trained with { Scores = [.. trained.Scores, .. _votes.Value.Scores(noise)] };
    }

    /// <summary>The same by those alone that are trained, without the neighbours.</summary>
    public ExpertScores Trained(Matrix noise, bool network, ExpertScores? start)
    {
        int trained = _penalties.Length + (network ? 1 : 0);
        var result = new ExpertScores(
            [.. Enumerable.Range(0, trained).Select(_ => new Matrix(_labels.Length, _classes))],
            new LogisticRegression?[_penalties.Length, _foldCount]);
        Parallel.For(0, trained * _foldCount, task => Train(task / _foldCount, task % _foldCount, noise, result, start));
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
}
