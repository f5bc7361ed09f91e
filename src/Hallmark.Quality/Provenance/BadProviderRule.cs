using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Who is worse than chance explains, when nobody knows how many are. It trusts one thing: more than half of the providers are
/// honest. So the better half and one more are taken as honest, and the next ones are looked at from the best up. Each is tested
/// against all below it: were its records theirs, how often would one of them do as badly by chance? The first who fails is
/// accused, and so are all above him. Because each test knows only those below, bad providers cannot hide each other: neither
/// two of five, nor one that is much worse than another, as they can from a rule on the median's spread or the largest gap.
/// <para>The chance comes from permuting records among providers, which needs no distribution and knows that some records are
/// hard. Each test is at the full level. Whoever is tested early is the worst of a group chosen for being good, so that its test
/// is stricter than it looks: in simulations of 3 to 12 honest providers somebody was accused in 3 to 8 of 100 pools at a level
/// of 5 %, and 1 of 100 providers.</para>
/// </summary>
internal sealed class BadProviderRule(BadProviderOptions options)
{
    public const int LeastProviders = 3;

    private const int LeastDraws = 99; // a chance of 1 % can still be told from one of 5 %
    private const long ShuffledMax = 200_000_000; // records over all draws, where that leaves enough of them; some seconds

    /// <param name="suspicions">Of each record.</param>
    /// <param name="owners">Provider of each record.</param>
    /// <param name="rates">Of each provider; those without an error that is finite are neither accused nor witnesses.</param>
    /// <returns>For each provider whether accused, and its chance.</returns>
    public (bool Accused, double P)[] Decide(IReadOnlyList<Suspicion> suspicions, int[] owners, NoiseRate[] rates)
    {
        (bool Accused, double P)[] result = [.. rates.Select(_ => (false, 1.0))];
        int[] order = [.. Enumerable.Range(0, rates.Length)
            .Where(provider => double.IsFinite(rates[provider].StandardError))
            .OrderBy(provider => rates[provider].Rate).ThenBy(provider => provider)];
        if (order.Length < LeastProviders)
        {
            return result;
        }
        int trusted = (order.Length / 2) + 1;
        long affordable = ShuffledMax / ((long)owners.Length * (order.Length - trusted));
        int draws = (int)Math.Min(options.Permutations, Math.Max(LeastDraws, affordable));
        for (int place = trusted; place < order.Length; place++)
        {
            int candidate = order[place];
            double p = Chance(suspicions, owners, order.AsSpan(0, place + 1), draws, out double excess);
            bool accused = p <= options.Level && excess >= options.LeastExcess;
            result[candidate] = (accused, p);
            if (accused)
            {
                foreach (int worse in order.AsSpan(place + 1))
                {
                    result[worse] = (true, p);
                }
                break;
            }
        }
        return result;
    }

    // How often the worst of these providers is as bad as the last of them, when their records are dealt out anew.
    private double Chance(IReadOnlyList<Suspicion> suspicions, int[] owners, ReadOnlySpan<int> providers, int draws, out double excess)
    {
        int[] place = new int[owners.Max() + 1];
        Array.Fill(place, -1);
        for (int i = 0; i < providers.Length; i++)
        {
            place[providers[i]] = i;
        }
        int[] records = [.. Enumerable.Range(0, owners.Length).Where(record => place[owners[record]] >= 0)];
        int[] places = [.. records.Select(record => place[owners[record]])];
        int last = providers.Length - 1;
        double below = Rate(records.Where(record => place[owners[record]] < last));
        excess = Rate(records.Where(record => place[owners[record]] == last)) - Math.Max(0, below);
        double all = Rate(records);
        double[] rests = [.. records.Select(record => Rest(suspicions[record], all))];
        double[] sums = new double[providers.Length];
        int[] sizes = new int[providers.Length];
        Array.ForEach(places, p => sizes[p]++);
        Sum(rests, places, sums);
        double found = sums[last] / Math.Sqrt(sizes[last]);
        var random = new SeededRandom(options.Seed, $"provider.rule {providers.Length}");
        int asBad = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            random.Shuffle<double>(rests);
            Sum(rests, places, sums);
            asBad += Worst(sums, sizes) >= found - 1e-12 ? 1 : 0;
        }
        return (asBad + 1.0) / (draws + 1);

        double Rate(IEnumerable<int> chosen) => NoiseRate.Of([.. chosen.Select(record => suspicions[record])]).Rate;
    }

    private static double Rest(Suspicion record, double rate) =>
        record.Found - record.IfRight - (rate * (record.IfWrong - record.IfRight));

    private static void Sum(double[] rests, int[] places, double[] sums)
    {
        Array.Clear(sums);
        for (int i = 0; i < rests.Length; i++)
        {
            sums[places[i]] += rests[i];
        }
    }

    private static double Worst(double[] sums, int[] sizes)
    {
        double worst = double.NegativeInfinity;
        for (int i = 0; i < sums.Length; i++)
        {
            worst = Math.Max(worst, sums[i] / Math.Sqrt(sizes[i]));
        }
        return worst;
    }
}
