using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>What a comparison by one kind of evidence says.</summary>
/// <param name="Answers">Of each record, see <see cref="FitToOthers"/>.</param>
/// <param name="Trusted">The better half and one more.</param>
/// <param name="Alike">Whether these are alike among themselves: otherwise nobody can be held against them.</param>
/// <param name="Chances">Of each provider: how often chance alone would make one stand out as much; 1 where it was not put to a
/// test.</param>
/// <param name="Accused">Whether it is worse than chance explains.</param>
internal sealed record ComparedProviders(Matrix Answers, int[] Trusted, bool Alike, double[] Chances, bool[] Accused)
{
    public static double[] ScoresOf(Matrix answers) =>
        [.. Enumerable.Range(0, answers.Rows).Select(record => (double)answers[record, answers.Columns - 1])];
}

/// <summary>
/// Compares providers by one kind of evidence. It trusts one thing: more than half of them are honest. First each is scored by all others,
/// and the better half and one more are taken as honest. Then all are scored anew by what these show alone, so that no bad one
/// teaches: records of the trusted by those in other folds, all other records by the mean of the folds. So whoever is honest is scored as
/// the trusted
/// are, whatever the model gets wrong, and <see cref="SameLabelTest"/> is exact. The next ones are tested from the best up, each
/// against all before it; once one fails, so may all after it, each by its own records.
/// </summary>
/// <param name="records">All providers' records.</param>
/// <param name="fit">The evidence.</param>
/// <param name="rule">When it is enough.</param>
/// <param name="seed">Of folds, draws and deals.</param>
internal sealed class ProviderComparison(SourcedRecords records, FitToOthers fit, ComparisonRule rule, ulong seed)
{
    public const int LeastProviders = 3;

    private const int Folds = 5;
    private const int Rounds = 3; // of choosing whom to trust
    private const int Draws = 9_999;

    private readonly int[][] _own = [.. Enumerable.Range(0, records.Providers)
        .Select(provider => Enumerable.Range(0, records.Count).Where(record => records.Owners[record] == provider).ToArray())];

    public ComparedProviders Run()
    {
        int[] present = [.. Enumerable.Range(0, records.Providers).Where(provider => _own[provider].Length > 0)];
        Matrix answers = ByAllOthers();
        int[] order = Ordered(answers, present);
        int half = (present.Length / 2) + 1;
        double[] chances = [.. _own.Select(_ => 1.0)];
        bool[] accused = new bool[records.Providers];
        if (present.Length < LeastProviders)
        {
            return new ComparedProviders(answers, present, true, chances, accused);
        }
        int[] trusted = [];
        for (int round = 0; round < Rounds && !trusted.SequenceEqual(order.Take(half).Order()); round++)
        {
            trusted = [.. order.Take(half).Order()];
            answers = ByTrusted(trusted, records);
            order = Ordered(answers, present);
        }
        trusted = order[..half];
        var result = new ComparedProviders(answers, trusted, Test(answers, trusted).Chance > ComparisonRule.Level, chances, accused);
        for (int place = half; place < order.Length && result.Alike && !accused.Contains(true); place++)
        {
            foreach (int candidate in order.AsSpan(place))
            {
                (chances[candidate], bool worse) = Test(answers, [.. order[..place], candidate]);
                accused[candidate] = worse && chances[candidate] <= ComparisonRule.Level;
                if (candidate == order[place] && !accused[candidate])
                {
                    break;
                }
            }
        }
        return result;
    }

    /// <summary>The records as the trusted see them, each by folds that it is not in.</summary>
    /// <param name="trusted">Providers.</param>
    /// <param name="asked">The records, or what might have been in their place.</param>
    public Matrix ByTrusted(int[] trusted, SourcedRecords asked)
    {
        int[] known = [.. trusted.SelectMany(provider => _own[provider]).Order()];
        int count = Math.Min(Folds, known.Length);
        int[] folds = CrossValidation.StratifiedFolds([.. known.Select(record => records.Labels[record])], count, seed);
        int[] foldOf = new int[records.Count];
        Array.Fill(foldOf, -1);
        for (int i = 0; i < known.Length; i++)
        {
            foldOf[known[i]] = folds[i];
        }
        var sums = new double[records.Count, fit.Width];
        for (int fold = 0; fold < count; fold++)
        {
            int[] rows = [.. Enumerable.Range(0, records.Count).Where(record => foldOf[record] == fold || foldOf[record] < 0)];
            Matrix said = fit.Ask(records.Take([.. known.Where(record => foldOf[record] != fold)]), asked.Take(rows), seed);
            for (int i = 0; i < rows.Length; i++)
            {
                for (int column = 0; column < fit.Width; column++)
                {
                    sums[rows[i], column] += foldOf[rows[i]] == fold ? said[i, column] : said[i, column] / (double)count;
                }
            }
        }
        var result = new Matrix(records.Count, fit.Width);
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = (float)sums[i / fit.Width, i % fit.Width];
        }
        return result;
    }

    // More providers than trainings share them, each left out together with every so-manieth.
    private Matrix ByAllOthers()
    {
        var result = new Matrix(records.Count, fit.Width);
        result.Values.Fill(float.NaN);
        for (int group = 0; group < Math.Min(records.Providers, LabelDoubts.TrainingsMax); group++)
        {
            ILookup<bool, int> rows = Enumerable.Range(0, records.Count)
                .ToLookup(record => records.Owners[record] % LabelDoubts.TrainingsMax == group);
            if (rows.Contains(true) && rows.Contains(false))
            {
                Matrix said = fit.Ask(records.Take([.. rows[false]]), records.Take([.. rows[true]]), seed);
                foreach ((int i, int record) in rows[true].Index())
                {
                    said.Row(i).CopyTo(result.Row(record));
                }
            }
        }
        return result;
    }

    private int[] Ordered(Matrix answers, int[] present)
    {
        double[] deviations = new SameLabelTest(records, ComparedProviders.ScoresOf(answers), present).Deviations();
        return [.. Enumerable.Range(0, present.Length).OrderBy(place => deviations[place]).Select(place => present[place])];
    }

    // Of the last of these providers beside the others.
    private (double Chance, bool Worse) Test(Matrix answers, int[] providers)
    {
        double[] scores = ComparedProviders.ScoresOf(answers);
        var test = new SameLabelTest(records, scores, providers);
        int last = providers.Length - 1;
        double chance = rule.Weight * test.Chance(last, oneLabel: false, Draws, new SeededRandom(seed, "provider.deals"));
        if (rule.WeightOfOneLabel is { } weight)
        {
            double one = test.Chance(last, oneLabel: true, Draws, new SeededRandom(seed, "provider.deals of a label"));
            chance = Math.Min(chance, weight * one);
        }
        double least = rule.OfMean ? rule.LeastExcess * MeanOf(scores) : rule.LeastExcess;
        return (Math.Min(1, chance), test.Excess(last) >= least);
    }

    private static double MeanOf(double[] scores) =>
        scores.Any(double.IsFinite) ? Statistics.Mean([.. scores.Where(double.IsFinite)]) : 0;
}
