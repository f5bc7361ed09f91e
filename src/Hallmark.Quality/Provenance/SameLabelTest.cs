using Hallmark.Learning;
using Hallmark.Quality.Drift;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Whether the records of a provider score worse than those of some others with the same label. Providers may have any mix of labels: a
/// record is only compared with those that are called the same. If all are alike, it is chance whose a record is, so records are dealt
/// out anew within
/// their label, and the worst provider of each deal is what a bad one has to exceed: being the worst of several is no evidence.
/// </summary>
internal sealed class SameLabelTest
{
    private const int RecordsDealt = 20_000; // sums of more records are as good as normal
    private const double Unremarkable = 1.5; // deviations up to which no chance is small: 7 % of a bell lie beyond
    private const int EnoughAsBad = 40; // deals: the chance is known well enough, and too large
    private const double LeastSpread = 0.5; // of one label: a single record that scores high is no pattern

    private readonly Stratum[] _strata;
    private readonly double[] _spreads; // of each provider's sum, if all are alike
    private readonly int _providers;
    private readonly int _records;

    /// <param name="records">Of all providers.</param>
    /// <param name="scores">Of each record; one that is not a number is left out.</param>
    /// <param name="providers">Who is compared.</param>
    public SameLabelTest(SourcedRecords records, double[] scores, IReadOnlyList<int> providers)
    {
        _providers = providers.Count;
        Dictionary<int, int> places = providers.Index().ToDictionary(item => item.Item, item => item.Index);
        _strata = [.. Enumerable.Range(0, records.Count)
            .Where(record => places.ContainsKey(records.Owners[record]) && double.IsFinite(scores[record]))
            .GroupBy(record => records.Labels[record]).OrderBy(label => label.Key)
            .Select(label => new Stratum([.. label], scores, [.. label.Select(record => places[records.Owners[record]])], _providers))];
        _spreads = [.. Enumerable.Range(0, _providers).Select(place => Math.Sqrt(_strata.Sum(stratum => stratum.Variances[place])))];
        _records = _strata.Sum(stratum => stratum.Rests.Length);
    }

    /// <summary>By how many deviations each provider's records score worse than chance would have it.</summary>
    public double[] Deviations() =>
        [.. Enumerable.Range(0, _providers).Select(place => Deviation(place, _strata.Sum(stratum => stratum.Sum(place))))];

    /// <summary>By how many deviations a provider would stand out more, if its records scored so much worse.</summary>
    /// <param name="place">Of the provider among those compared.</param>
    /// <param name="worse">How much each record would.</param>
    public double Shifted(int place, Func<int, double> worse) => Deviation(place, _strata.Sum(stratum => stratum.Shift(place, worse)));

    /// <summary>Mean by which a provider's records score worse than those of the others with the same label.</summary>
    public double Excess(int place) =>
        _strata.Sum(stratum => stratum.Against(place) * stratum.Counts[place]) / Math.Max(1, _strata.Sum(stratum => stratum.Counts[place]));

    /// <summary>How often one of the providers would stand out as much by chance as this one does; 1 where it hardly does.</summary>
    /// <param name="place">Of the provider among those compared.</param>
    /// <param name="oneLabel">Whether what counts is the label in which it stands out most, and not all of them together.</param>
    /// <param name="draws">Deals at most.</param>
    /// <param name="random">Of the deals.</param>
    public double Chance(int place, bool oneLabel, int draws, SeededRandom random)
    {
        double[][] dealt = [.. _strata.Select(stratum => (double[])stratum.Rests.Clone())];
        double found = oneLabel ? Worst(dealt, place) : Deviations()[place];
        if (found < Unremarkable)
        {
            return 1;
        }
        if (_records > RecordsDealt)
        {
            return Math.Min(1, ChiSquare.Survival(found * found, 1) / 2 * _providers * (oneLabel ? _strata.Length : 1));
        }
        int asBad = 0;
        for (int draw = 1; draw <= draws; draw++)
        {
            foreach (double[] rests in dealt)
            {
                random.Shuffle<double>(rests);
            }
            asBad += (oneLabel ? Worst(dealt) : WorstSum(dealt)) >= found - 1e-9 ? 1 : 0;
            if (asBad == EnoughAsBad)
            {
                return (asBad + 1.0) / (draw + 1);
            }
        }
        return (asBad + 1.0) / (draws + 1);
    }

    private double Deviation(int place, double sum) => _spreads[place] > 0 ? sum / _spreads[place] : 0;

    private double WorstSum(double[][] dealt)
    {
        double[] sums = new double[_providers];
        for (int i = 0; i < _strata.Length; i++)
        {
            _strata[i].AddTo(sums, dealt[i]);
        }
        double worst = double.NegativeInfinity;
        for (int place = 0; place < _providers; place++)
        {
            worst = Math.Max(worst, Deviation(place, sums[place]));
        }
        return worst;
    }

    private double Worst(double[][] dealt, int? only = null)
    {
        double worst = double.NegativeInfinity;
        double[] sums = new double[_providers];
        for (int i = 0; i < _strata.Length; i++)
        {
            Array.Clear(sums);
            _strata[i].AddTo(sums, dealt[i]);
            for (int place = 0; place < _providers; place++)
            {
                double deviation = sums[place] / (Math.Sqrt(_strata[i].Variances[place]) + LeastSpread);
                worst = only is null || only == place ? Math.Max(worst, deviation) : worst;
            }
        }
        return worst;
    }

    /// <summary>The records with one label.</summary>
    private sealed class Stratum
    {
        private readonly int[] _records;
        private readonly int[] _places;

        public Stratum(int[] records, double[] scores, int[] places, int providers)
        {
            (_records, _places) = (records, places);
            double mean = records.Sum(record => scores[record]) / records.Length;
            Rests = [.. records.Select(record => scores[record] - mean)];
            Counts = new int[providers];
            Array.ForEach(places, place => Counts[place]++);
            double variance = Rests.Sum(rest => rest * rest) / Math.Max(1, Rests.Length - 1);
            Variances = [.. Counts.Select(count => count * (1 - ((double)count / records.Length)) * variance)];
        }

        /// <summary>Scores less their mean.</summary>
        public double[] Rests { get; }

        public int[] Counts { get; }

        /// <summary>Of the sum of a provider's rests, drawn without putting back.</summary>
        public double[] Variances { get; }

        public double Sum(int place)
        {
            double sum = 0;
            for (int i = 0; i < _places.Length; i++)
            {
                sum += _places[i] == place ? Rests[i] : 0;
            }
            return sum;
        }

        // Rests are around the mean of all, so of a mean that is worse only a part shows, the less the fewer others there are.
        public double Shift(int place, Func<int, double> worse)
        {
            double sum = 0;
            for (int i = 0; i < _places.Length; i++)
            {
                sum += _places[i] == place ? worse(_records[i]) : 0;
            }
            return sum * (_places.Length - Counts[place]) / _places.Length;
        }

        public double Against(int place)
        {
            int others = _places.Length - Counts[place];
            return Counts[place] == 0 || others == 0 ? 0 : Sum(place) * ((1.0 / Counts[place]) + (1.0 / others));
        }

        public void AddTo(double[] sums, double[] rests)
        {
            for (int i = 0; i < rests.Length; i++)
            {
                sums[_places[i]] += rests[i];
            }
        }
    }
}
