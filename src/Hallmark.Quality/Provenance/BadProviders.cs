namespace Hallmark.Quality.Provenance;

/// <summary>
/// Asks of each provider: how do its labels fare with a model trained without its data? The loss itself accuses the unusual, so
/// what is compared is the share of wrong labels it takes to explain the loss, see <see cref="NoiseRate"/>.
/// <para>It cannot tell wrong labels from honest records that look like another class to everyone else, such as another
/// instrument's: drift of the features says more there. And it needs a majority of honest providers.</para>
/// <para>Measured so before <see cref="MeasuringCode.Unseen"/>; contrast <see cref="UnlikeProviders"/>.</para>
/// </summary>
public static class BadProviders
{
    /// <param name="records">All providers' records.</param>
    /// <param name="options">Named in the result's documentation.</param>
    /// <exception cref="ArgumentException">An option that cannot be, or features that are not finite.</exception>
    public static ProviderMeasurement Measure(SourcedRecords records, BadProviderOptions options)
    {
        options.Validate();
        var doubts = LabelDoubts.FromOtherProviders(records, options);
        NoiseRate[] rates = doubts.Rates(records.Owners, records.Providers);
        bool canTell = rates.Count(rate => double.IsFinite(rate.StandardError)) >= BadProviderRule.LeastProviders;
        (bool Accused, double P)[] decided = new BadProviderRule(options).Decide(doubts.Suspicions, records.Owners, rates);
        double honest = NoiseRate.Of(
            [.. doubts.Suspicions.Where((_, record) => !decided[records.Owners[record]].Accused)]).Rate;
        (double[] losses, double[] expected) = MeanLosses(doubts, records.Owners, records.Providers);
        ProviderFinding[] providers = [.. rates.Select((rate, provider) =>
        {
            (double p, bool accused) = (decided[provider].P, decided[provider].Accused);
            string? reason = accused ? null : Visibility.Lacking(rate, canTell, options.VisibleShare);
            ProviderAdvice advice = reason is null ? Advise(rate.Rate - honest, accused, options) : ProviderAdvice.CannotTell;
            return new ProviderFinding(provider, rate, losses[provider], expected[provider], p, accused, advice) { Reason = reason };
        })];
        return new ProviderMeasurement(
            providers, Batches(doubts, records, rates), doubts.Chances(records.Owners, rates), honest, canTell);
    }

    internal static ProviderAdvice Advise(double excess, bool accused, BadProviderOptions options) =>
        !accused ? ProviderAdvice.Keep : excess >= options.DropProviderFrom ? ProviderAdvice.DropProvider : ProviderAdvice.DropRows;

    internal static BatchFinding[] Batches(LabelDoubts doubts, SourcedRecords records, NoiseRate[] providers)
    {
        NoiseRate[] rates = doubts.Rates(records.Batches, records.ProviderOfBatch.Length);
        (double[] losses, _) = MeanLosses(doubts, records.Batches, rates.Length);
        var findings = new BatchFinding[rates.Length];
        for (int provider = 0; provider < providers.Length; provider++)
        {
            int[] own = [.. Enumerable.Range(0, rates.Length).Where(batch => records.ProviderOfBatch[batch] == provider)];
            double spread = ExcessVariance([.. own.Select(batch => rates[batch])], providers[provider].Rate);
            foreach (int batch in own)
            {
                double error = rates[batch].StandardError;
                double weight = double.IsFinite(error) && spread > 0 ? spread / (spread + (error * error)) : 0;
                double score = providers[provider].Rate + (weight * (rates[batch].Rate - providers[provider].Rate));
                findings[batch] = new BatchFinding(batch, provider, rates[batch], score, losses[batch]);
            }
        }
        return findings;
    }

    // By how much batches of one provider differ beyond the errors of their rates; 0 where chance explains it.
    private static double ExcessVariance(NoiseRate[] batches, double mean)
    {
        double sum = 0;
        int counted = 0;
        foreach (NoiseRate batch in batches.Where(batch => double.IsFinite(batch.StandardError)))
        {
            sum += ((batch.Rate - mean) * (batch.Rate - mean)) - (batch.StandardError * batch.StandardError);
            counted++;
        }
        return counted < 2 ? 0 : Math.Max(0, sum / (counted - 1));
    }

    internal static (double[] Found, double[] Expected) MeanLosses(LabelDoubts doubts, int[] parts, int count)
    {
        double[] found = new double[count];
        double[] expected = new double[count];
        int[] sizes = new int[count];
        for (int record = 0; record < parts.Length; record++)
        {
            found[parts[record]] += doubts.Loss(record);
            expected[parts[record]] += doubts.ExpectedLoss(record);
            sizes[parts[record]]++;
        }
        for (int part = 0; part < count; part++)
        {
            found[part] = sizes[part] == 0 ? 0 : found[part] / sizes[part];
            expected[part] = sizes[part] == 0 ? 0 : expected[part] / sizes[part];
        }
        return (found, expected);
    }
}
