using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// What opinions from outside say of every record's label. The groups that opinions come from outside of may be the providers,
/// or folds that know nothing of them: then this is the same detector without provenance.
/// </summary>
public sealed class LabelDoubts
{
    private const double LeastRate = 0.005; // as a prior: nobody's labels are beyond doubt, and none all wrong
    private const double MostRate = 0.9;

    /// <summary>
    /// More providers than this share trainings: each is left out together with every so-manieth, so that time does not grow with their
    /// number and still nobody vouches for himself.
    /// </summary>
    public const int TrainingsMax = 20;

    private readonly Matrix _opinions;
    private readonly int[] _labels;
    private readonly Suspicion[] _suspicions;

    private LabelDoubts(Matrix opinions, int[] labels, double guess)
    {
        (_opinions, _labels) = (opinions, labels);
        _suspicions = [.. labels.Select((label, record) => Suspicion.Of(opinions.Row(record), label, guess))];
    }

    /// <summary><c>[records, classes]</c>: the last opinions, for the class mix of each provider where providers are known.</summary>
    public Matrix Opinions => _opinions;

    internal IReadOnlyList<Suspicion> Suspicions => _suspicions;

    /// <summary>Each provider's records as those see them who were trained without any of his; corrected for his mix of classes.</summary>
    public static LabelDoubts FromOtherProviders(SourcedRecords records, BadProviderOptions options) =>
        Form(records, [.. records.Owners.Select(owner => owner % TrainingsMax)], Math.Min(records.Providers, TrainingsMax), records.Owners,
            adapt: true, options);

    /// <summary>By opinions that were formed elsewhere.</summary>
    internal static LabelDoubts By(Matrix opinions, SourcedRecords records, BadProviderOptions options) =>
        new(opinions, records.Labels, options.GuessedShare);

    /// <summary>The same, blind for providers: opinions from outside a fold, one rate of wrong labels for all.</summary>
    /// <param name="records">Whose providers are not looked at.</param>
    /// <param name="folds">Fold of each record, from 0.</param>
    /// <param name="options">As for the other.</param>
    public static LabelDoubts FromFolds(SourcedRecords records, int[] folds, BadProviderOptions options) =>
        Form(records, folds, folds.Max() + 1, new int[records.Count], adapt: false, options);

    /// <summary>The share of wrong labels in each part.</summary>
    /// <param name="parts">Part of each record, in [0, <paramref name="count"/>).</param>
    /// <param name="count">How many parts there are.</param>
    public NoiseRate[] Rates(int[] parts, int count)
    {
        List<Suspicion>[] members = [.. Enumerable.Range(0, count).Select(_ => new List<Suspicion>())];
        for (int record = 0; record < parts.Length; record++)
        {
            members[parts[record]].Add(_suspicions[record]);
        }
        return [.. members.Select(NoiseRate.Of)];
    }

    /// <summary>The chance that each record's label is wrong, given the share of wrong labels in its part.</summary>
    public double[] Chances(int[] parts, NoiseRate[] rates)
    {
        double[] chances = new double[parts.Length];
        for (int record = 0; record < parts.Length; record++)
        {
            double share = Math.Clamp(rates[parts[record]].Rate, LeastRate, MostRate);
            chances[record] = Suspicion.Chance(_opinions[record, _labels[record]], _opinions.Columns, share);
        }
        return chances;
    }

    /// <summary>Minus the logarithm of the opinion on the record's label.</summary>
    public double Loss(int record) => -PortableMath.Log(Math.Max(_opinions[record, _labels[record]], Suspicion.LeastOpinion));

    /// <summary>What the loss would be on average if the opinion were right: its entropy.</summary>
    public double ExpectedLoss(int record)
    {
        double entropy = 0;
        foreach (float opinion in _opinions.Row(record))
        {
            entropy -= opinion > 0 ? opinion * PortableMath.Log(opinion) : 0;
        }
        return entropy;
    }

    private static LabelDoubts Form(
        SourcedRecords records, int[] groups, int groupCount, int[] parts, bool adapt, BadProviderOptions options)
    {
        LogisticOptions training = options.Training with { L2 = options.Training.L2 * MeanVariance(records.Features) };
        float[]? trust = null;
        for (int round = 1; ; round++)
        {
            Matrix opinions = OutsideOpinion.Probabilities(
                records.Features, records.Labels, records.Classes, groups, groupCount, trust, training);
            if (adapt)
            {
                AdaptEach(opinions, records, groups, trust);
                var unsettled = new LabelDoubts(opinions, records.Labels, options.GuessedShare);
                Calibration.Apply(opinions, records.Labels, BetterHalf(unsettled, parts));
            }
            var doubts = new LabelDoubts(opinions, records.Labels, options.GuessedShare);
            if (round == options.Rounds)
            {
                return doubts;
            }
            NoiseRate[] rates = doubts.Rates(parts, parts.Max() + 1);
            trust = [.. doubts.Chances(parts, rates).Select(chance => (float)(1 - chance))];
        }
    }

    internal static double MeanVariance(Matrix features)
    {
        double sum = 0;
        foreach (double scale in StandardScaler.Fit(features).Scale)
        {
            sum += scale * scale;
        }
        return sum / features.Columns;
    }

    // Records of the parts with the smallest shares of wrong labels, more than half of the parts; all if there is one part only.
    private static int[] BetterHalf(LabelDoubts doubts, int[] parts)
    {
        NoiseRate[] rates = doubts.Rates(parts, parts.Max() + 1);
        int[] order = [.. Enumerable.Range(0, rates.Length)
            .Where(part => double.IsFinite(rates[part].StandardError))
            .OrderBy(part => rates[part].Rate).ThenBy(part => part)];
        HashSet<int> better = [.. order.Take((order.Length / 2) + 1)];
        return [.. Enumerable.Range(0, parts.Length).Where(record => better.Contains(parts[record]))];
    }

    private static void AdaptEach(Matrix opinions, SourcedRecords records, int[] groups, float[]? trust)
    {
        ILookup<int, int> recordsOf = Enumerable.Range(0, records.Count).ToLookup(record => records.Owners[record]);
        foreach (IGrouping<int, int> own in recordsOf.OrderBy(provider => provider.Key))
        {
            ClassShares.Adapt(opinions, [.. own], ClassShares.Outside(records, groups, groups[own.First()], trust));
        }
    }
}
