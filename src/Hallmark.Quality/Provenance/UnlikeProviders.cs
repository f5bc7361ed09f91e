using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Which providers' records are unlike those of the others, by their labels or by their features: see <see cref="ProviderComparison"/>.
/// It cannot
/// tell wrong labels from honest records that look like another class to everyone else, nor noise in features from another instrument;
/// it needs a majority of honest providers. Contrast <see cref="BadProviders"/>, which is measured by older code and by one linear model.
/// </summary>
public static class UnlikeProviders
{
    /// <param name="records">All providers' records.</param>
    /// <param name="options">Of the regression; the guessed and the visible share of wrong labels, and the advice; the seed.</param>
    /// <exception cref="ArgumentException">An option that cannot be, or features that are not finite.</exception>
    public static ProviderMeasurement Measure(SourcedRecords records, BadProviderOptions options)
    {
        options.Validate();
        LogisticOptions training = options.Training with { L2 = options.Training.L2 * LabelDoubts.MeanVariance(records.Features) };
        var labelFit = new LabelFit(records.Classes, training, options.GuessedShare);
        ComparedProviders labels = new ProviderComparison(records, labelFit, ComparisonRule.OfLabels, options.Seed).Run();
        var byFeatures = new ProviderComparison(records, new FeatureFit(), ComparisonRule.OfFeatures, options.Seed);
        ComparedProviders features = byFeatures.Run();
        var doubts = LabelDoubts.By(Opinions(records, labels), records, options);
        NoiseRate[] rates = doubts.Rates(records.Owners, records.Providers);
        bool[] accused = [.. labels.Accused.Zip(features.Accused, (one, other) => one || other)];
        double honest = NoiseRate.Of([.. doubts.Suspicions.Where((_, record) => !accused[records.Owners[record]])]).Rate;
        var seen = new SeenProviders(records, options, labels, labelFit, features, byFeatures);
        (double[] losses, double[] expected) = BadProviders.MeanLosses(doubts, records.Owners, records.Providers);
        ProviderFinding[] findings = [.. rates.Select((rate, provider) =>
        {
            double chance = Math.Min(labels.Chances[provider], features.Chances[provider]);
            string? reason = accused[provider] ? Against(provider, labels, features) : seen.Lacking(provider);
            ProviderAdvice advice = !accused[provider] && reason is not null ? ProviderAdvice.CannotTell
                : !accused[provider] ? ProviderAdvice.Keep
                : labels.Accused[provider] ? BadProviders.Advise(rate.Rate - honest, true, options)
                : ProviderAdvice.DropProvider;
            return new ProviderFinding(provider, rate, losses[provider], expected[provider], chance, accused[provider], advice)
            {
                Reason = reason,
            };
        })];
        return new ProviderMeasurement(
            findings, BadProviders.Batches(doubts, records, rates), doubts.Chances(records.Owners, rates), honest, seen.CanTell);
    }

    private static string? Against(int provider, ComparedProviders labels, ComparedProviders features) => (
        labels.Accused[provider], features.Accused[provider]) switch
    {
        (false, true) => "its features lie farther from those that others have for the same labels than chance explains",
        (true, true) => "its features, too, lie farther from those that others have for the same labels than chance explains",
        _ => null,
    };

    // For the class mix of each provider, and as sure as the labels of those who are trusted allow.
    private static Matrix Opinions(SourcedRecords records, ComparedProviders labels)
    {
        var opinions = new Matrix(records.Count, records.Classes);
        for (int record = 0; record < records.Count; record++)
        {
            ReadOnlySpan<float> answer = labels.Answers.Row(record)[..records.Classes];
            answer.CopyTo(opinions.Row(record));
            if (float.IsNaN(answer[0]))
            {
                opinions.Row(record).Fill(1f / records.Classes); // nobody else has records
            }
        }
        int[] isTrusted = [.. records.Owners.Select(owner => labels.Trusted.Contains(owner) ? 1 : 0)];
        double[] mix = ClassShares.Outside(records, isTrusted, 0, null);
        foreach (IGrouping<int, int> own in Enumerable.Range(0, records.Count).GroupBy(record => records.Owners[record]))
        {
            ClassShares.Adapt(opinions, [.. own], mix);
        }
        Calibration.Apply(opinions, records.Labels, [.. Enumerable.Range(0, records.Count).Where(record => isTrusted[record] == 1)]);
        return opinions;
    }
}
