using Hallmark.Learning;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Provenance;

namespace Hallmark.Experiments.Providers;

/// <summary>Measures one pool with provenance and without, and tries what follows from it.</summary>
internal sealed class ProviderTrial(ProviderScenario scenario, ulong seed, bool labelCheck)
{
    private const int BlindFolds = 5; // as many trainings as there are providers in most cases
    private const int Neighbours = 5;
    private const double ShapleyError = 0.01;

    private readonly SourcedRecords _records = scenario.Records;
    private readonly BadProviderOptions _options = new() { Seed = seed };
    private readonly List<(float[] Weights, double Accuracy)> _tried = [];

    public ProviderOutcome Run()
    {
        ProviderMeasurement measured = UnlikeProviders.Measure(_records, _options);
        int[] folds = CrossValidation.StratifiedFolds(_records.Labels, BlindFolds, seed);
        var blind = LabelDoubts.FromFolds(_records, folds, _options);
        NoiseRate[] blindBatches = blind.Rates(_records.Batches, _records.ProviderOfBatch.Length);
        NoiseRate[] blindProviders = blind.Rates(_records.Owners, _records.Providers);
        double[] byRecord = KnnShapley.NearlyAgainstOtherGroups(
            _records.Features, _records.Labels, _records.Owners, Neighbours, ShapleyError);
        double[] shapley = BatchMeans(byRecord);
        ShapleyValue[] own = new ProviderWorth(_records, Neighbours).Values(seed: seed);
        bool[] suspects = Mark(measured.SuspectRows(_records));
        bool[] blindSuspects = BlindSuspects(blind);
        return new ProviderOutcome(
            seed,
            BatchAuroc(batch => measured.Batches[batch].Score),
            BatchAuroc(batch => blindBatches[batch].Rate),
            BatchAuroc(batch => measured.Batches[batch].Noise.Rate),
            BatchAuroc(batch => -shapley[batch]),
            Ranked(provider => measured.Providers[provider].Noise.Rate),
            Ranked(provider => blindProviders[provider].Rate),
            Ranked(provider => -own[provider].Value),
            Of(measured, bad: false, provider => provider.Accused),
            Of(measured, bad: true, provider => provider.Accused),
            F1(suspects),
            F1(blindSuspects),
            labelCheck ? CheckLabels() : null,
            Accuracy(_ => true),
            Accuracy(record => !suspects[record]),
            Accuracy(record => !measured.Providers[_records.Owners[record]].Accused),
            Accuracy(record => measured.Providers[_records.Owners[record]].Advice != ProviderAdvice.DropProvider && !suspects[record]),
            Accuracy(record => !blindSuspects[record]),
            Accuracy(record => _records.Labels[record] == scenario.TrueLabels[record]))
        {
            BadKept = Of(measured, bad: true, provider => provider.Advice == ProviderAdvice.Keep),
            GoodUntold = Of(measured, bad: false, provider => provider.Advice == ProviderAdvice.CannotTell),
        };
    }

    private LabelCheckOutcome CheckLabels()
    {
        var blind = NoisyLabels.Measure(
            _records.Features, _records.Labels, _records.Classes, new NoisyLabelOptions { Seed = seed });
        var options = new NoisyLabelOptions { Seed = seed, Groups = _records.Owners, Folds = _records.Providers };
        var grouped = NoisyLabels.Measure(_records.Features, _records.Labels, _records.Classes, options);
        double[] blindMeans = BatchMeans([.. blind.Suspicion]);
        double[] groupedMeans = BatchMeans([.. grouped.Suspicion]);
        return new LabelCheckOutcome(
            BatchAuroc(batch => blindMeans[batch]),
            BatchAuroc(batch => groupedMeans[batch]),
            F1([.. blind.Flagged]),
            F1([.. grouped.Flagged]));
    }

    private bool[] BlindSuspects(LabelDoubts blind)
    {
        int[] all = new int[_records.Count];
        return [.. blind.Chances(all, blind.Rates(all, 1)).Select(chance => chance > 0.5)];
    }

    private bool[] Mark(IReadOnlyList<int> rows)
    {
        bool[] marked = new bool[_records.Count];
        foreach (int row in rows)
        {
            marked[row] = true;
        }
        return marked;
    }

    private double[] BatchMeans(double[] values)
    {
        double[] sums = new double[_records.ProviderOfBatch.Length];
        int[] sizes = new int[sums.Length];
        for (int record = 0; record < values.Length; record++)
        {
            sums[_records.Batches[record]] += values[record];
            sizes[_records.Batches[record]]++;
        }
        return [.. sums.Select((sum, batch) => sum / Math.Max(1, sizes[batch]))];
    }

    private double BatchAuroc(Func<int, double> score)
    {
        int[] batches = [.. Enumerable.Range(0, _records.ProviderOfBatch.Length)];
        return Ranking.Auroc(
            [.. batches.Where(IsBad).Select(score)],
            [.. batches.Where(batch => !IsBad(batch)).Select(score)]);
        bool IsBad(int batch) => scenario.Bad[_records.ProviderOfBatch[batch]];
    }

    private double Ranked(Func<int, double> score)
    {
        int[] bad = [.. Enumerable.Range(0, _records.Providers).Where(provider => scenario.Bad[provider])];
        int[] good = [.. Enumerable.Range(0, _records.Providers).Where(provider => !scenario.Bad[provider])];
        return bad.Length == 0 || good.Length == 0 ? double.NaN : bad.Min(score) > good.Max(score) ? 1 : 0;
    }

    // Share of the bad providers, or of the good ones; not a number where there are none.
    private double Of(ProviderMeasurement measured, bool bad, Func<ProviderFinding, bool> found)
    {
        ProviderFinding[] asked = [.. measured.Providers.Where(provider => scenario.Bad[provider.Provider] == bad)];
        return asked.Length == 0 ? double.NaN : (double)asked.Count(found) / asked.Length;
    }

    private double F1(bool[] suspects)
    {
        int wrong = 0;
        int named = 0;
        int both = 0;
        for (int record = 0; record < suspects.Length; record++)
        {
            bool isWrong = _records.Labels[record] != scenario.TrueLabels[record];
            wrong += isWrong ? 1 : 0;
            named += suspects[record] ? 1 : 0;
            both += isWrong && suspects[record] ? 1 : 0;
        }
        return wrong == 0 ? double.NaN : 2.0 * both / (wrong + named);
    }

    // Ways that keep the same records have the same accuracy: one training for all of them.
    private double Accuracy(Func<int, bool> kept)
    {
        float[] weights = [.. Enumerable.Range(0, _records.Count).Select(record => kept(record) ? 1f : 0f)];
        if (_tried.Find(tried => tried.Weights.SequenceEqual(weights)) is { Weights: not null } same)
        {
            return same.Accuracy;
        }
        double accuracy = Accuracy(weights);
        _tried.Add((weights, accuracy));
        return accuracy;
    }

    private double Accuracy(float[] weights)
    {
        var model = LogisticRegression.Fit(_records.Features, _records.Labels, _records.Classes, new LogisticOptions(), weights);
        Matrix probabilities = model.Probabilities(scenario.TestFeatures);
        int correct = 0;
        for (int i = 0; i < scenario.TestLabels.Length; i++)
        {
            ReadOnlySpan<float> row = probabilities.Row(i);
            int best = 0;
            for (int c = 1; c < row.Length; c++)
            {
                best = row[c] > row[best] ? c : best;
            }
            correct += best == scenario.TestLabels[i] ? 1 : 0;
        }
        return (double)correct / scenario.TestLabels.Length;
    }
}
