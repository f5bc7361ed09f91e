using Hallmark.Learning;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Targets;

/// <summary>
/// Whose targets the data of the others do not bear out. Each provider's targets are foretold without its records; one whose targets lie
/// farther off than those of all others, beyond chance (Mann and Whitney, 1947, corrected for all providers) and by so much that it
/// matters, is accused. The most suspect one first, whose records then speak about nobody any more: what it did to the models is not
/// counted against others. Fewer than half can be accused, for two who differ may both be right.
/// </summary>
internal static class TargetSources
{
    /// <summary>Of two who differ either may be wrong.</summary>
    public const int LeastProviders = 3;

    /// <summary>Fewer records of a provider say too little.</summary>
    public const int LeastRecords = 20;

    private const double Level = 0.01;
    private const double Matters = 1.5; // times as far off in the middle: other models, or other places, explain less
    private const double Doubted = 2; // usual spreads, for a record of an accused provider

    /// <param name="features"><c>[records, features]</c>, finite, of any scale.</param>
    /// <param name="targets">One for each record, finite.</param>
    /// <param name="owners">Provider of each record, from 0, none without records.</param>
    /// <param name="seed">Decides who is asked where there are many records.</param>
    /// <returns>What was found of each provider; null where nothing can be told.</returns>
    public static TargetSourcesFound? Measure(Matrix features, double[] targets, int[] owners, ulong seed)
    {
        targets = FiniteTargets.Of(targets).Targets;
        int providers = owners.Length == 0 ? 0 : owners.Max() + 1;
        int[] counts = [.. Enumerable.Range(0, providers).Select(provider => owners.Count(owner => owner == provider))];
        int able = counts.Count(count => count >= LeastRecords);
        if (able < LeastProviders || !(DoubtfulTargets.Spread(targets, DoubtfulTargets.Median(targets)) > 0))
        {
            return null;
        }
        Matrix scaled = LabelFeatures.Of(features, seed).ForNeighbours;
        var accused = new HashSet<int>();
        while (true)
        {
            double[] off = Off(scaled, targets, owners, accused, seed);
            (int Provider, double P, double Ratio)[] left =
            [
                .. Enumerable.Range(0, providers).Where(provider => counts[provider] >= LeastRecords && !accused.Contains(provider))
                    .Select(provider => Compare(off, owners, provider, accused)),
            ];
            (int worst, double p, double ratio) = left.MinBy(one => (one.P, -one.Ratio, one.Provider));
            bool beyond = p * left.Length <= Level && ratio >= Matters;
            if (!beyond || (2 * (accused.Count + 1)) >= able)
            {
                return new TargetSourcesFound(off, [.. Enumerable.Range(0, providers).Select(accused.Contains)],
                    [.. counts.Select(count => count >= LeastRecords)]);
            }
            accused.Add(worst);
        }
    }

    /// <summary>How far each target is from what others foretell, in usual spreads of those not accused.</summary>
    private static double[] Off(Matrix scaled, double[] targets, int[] owners, HashSet<int> accused, ulong seed)
    {
        int[] honest = [.. Enumerable.Range(0, targets.Length).Where(row => !accused.Contains(owners[row]))];
        double[] foretold = DoubtfulTargets.Foretell(scaled, targets, owners, owners.Max() + 1, honest, seed);
        double[] left = [.. targets.Zip(foretold, (target, other) => target - other)];
        double[] known = [.. honest.Select(row => left[row])];
        double middle = DoubtfulTargets.Median(known);
        double usual = DoubtfulTargets.Spread(known, middle);
        return [.. left.Select(value => usual > 0 ? Math.Abs(value - middle) / usual : 0)];
    }

    private static (int Provider, double P, double Ratio) Compare(double[] off, int[] owners, int provider, HashSet<int> accused)
    {
        double[] own = [.. off.Where((_, row) => owners[row] == provider)];
        double[] others = [.. off.Where((_, row) => owners[row] != provider && !accused.Contains(owners[row]))];
        double usual = DoubtfulTargets.Median(others);
        return (provider, RankSum.ChanceOfGreater(own, others), usual > 0 ? DoubtfulTargets.Median(own) / usual : 0);
    }

    /// <summary>Whether a target of an accused provider is to be looked at.</summary>
    internal static bool IsDoubted(double off) => off > Doubted;
}

/// <summary>What the others' data say of each provider's targets.</summary>
/// <param name="Off">How far each target is from what others foretell, in usual spreads.</param>
/// <param name="Accused">By provider.</param>
/// <param name="CanTell">By provider: whether it has records enough.</param>
internal sealed record TargetSourcesFound(double[] Off, bool[] Accused, bool[] CanTell);
