using System.Globalization;
using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Whether a provider that was not accused would have been, had it been bad: had some of its labels been wrong, and had its features been
/// full of noise. Both are tried on its own records. Nobody is called good for having too few to be found out.
/// </summary>
internal sealed class SeenProviders
{
    private const double NoiseDeviations = 1; // of each feature: so much noise has to be seen
    private const double NoneWrong = 0.05; // chance that of so few labels none is wrong, though their provider is as bad as that
    private const double Hopeless = 1_000_000; // records: who would need as many is told nothing by more of them

    private readonly SourcedRecords _records;
    private readonly ComparedProviders _labels;
    private readonly ComparedProviders _features;
    private readonly double _share;
    private readonly double[] _worseLabels;
    private readonly double[] _worseFeatures;

    public SeenProviders(
        SourcedRecords records, BadProviderOptions options, ComparedProviders labels, LabelFit labelFit,
        ComparedProviders features, ProviderComparison byFeatures)
    {
        (_records, _labels, _features, _share) = (records, labels, features, options.VisibleShare);
        CanTell = records.Owners.Distinct().Count() >= ProviderComparison.LeastProviders;
        _worseLabels = [.. Enumerable.Range(0, CanTell ? records.Count : 0)
            .Select(record => options.VisibleShare * IfWrong(record, labelFit))];
        _worseFeatures = CanTell ? IfNoisy(byFeatures, options.Seed) : [];
    }

    /// <summary>Whether enough providers can be compared.</summary>
    public bool CanTell { get; }

    /// <summary>What stands in the way of telling, or null.</summary>
    public string? Lacking(int provider)
    {
        if (!_records.Owners.Contains(provider))
        {
            return "it has no labelled records";
        }
        if (!CanTell)
        {
            return $"with fewer than {ProviderComparison.LeastProviders} that can be compared, any of them may be the one that is wrong";
        }
        if (!_labels.Alike || !_features.Alike)
        {
            return "those that are most alike differ among themselves beyond chance, so that nobody can be held against them";
        }
        string toSee = $"to see whether {_share.ToString("P0", CultureInfo.InvariantCulture)} of its labels are wrong";
        int own = OwnOf(provider);
        double least = Math.Ceiling(PortableMath.Log(NoneWrong) / PortableMath.Log(1 - _share));
        if (own < least)
        {
            return Few(own, least, toSee);
        }
        return Lacking(
                provider, _labels, _worseLabels, toSee,
                "the records of the others say next to nothing about its labels")
            ?? Lacking(
                provider, _features, _worseFeatures, "to see whether its features are full of noise",
                "the records of the others say next to nothing about its features");
    }

    private string? Lacking(int provider, ComparedProviders compared, double[] worse, string toSee, string hopeless)
    {
        int[] others = [.. compared.Trusted.Where(trusted => trusted != provider)];
        var test = new SameLabelTest(_records, ComparedProviders.ScoresOf(compared.Answers), [.. others, provider]);
        double deviations = test.Shifted(others.Length, record => worse[record]);
        int own = OwnOf(provider);
        double times = ComparisonRule.Seen / deviations;
        double needed = Math.Ceiling(own * times * times);
        return deviations >= ComparisonRule.Seen ? null
            : deviations > 0 && needed <= Hopeless ? Few(own, needed, toSee)
            : hopeless;
    }

    private int OwnOf(int provider) => _records.Owners.Count(owner => owner == provider);

    private static string Few(int own, double needed, string toSee) =>
        $"it has {own} labelled records; about {needed} are needed {toSee}";

    // How much worse a record would score with a wrong label, on average over the others.
    private double IfWrong(int record, LabelFit fit)
    {
        ReadOnlySpan<float> opinion = _labels.Answers.Row(record)[.._records.Classes];
        double sum = 0;
        for (int label = 0; label < _records.Classes; label++)
        {
            sum += label == _records.Labels[record] ? 0 : fit.Score(opinion, label);
        }
        return (sum / (_records.Classes - 1)) - _labels.Answers[record, _records.Classes];
    }

    // How much worse each record would score with noise in its features.
    private double[] IfNoisy(ProviderComparison byFeatures, ulong seed)
    {
        IReadOnlyList<double> deviations = [.. StandardScaler.Fit(_records.Features).Scale];
        var random = new SeededRandom(seed, "provider.noise");
        Matrix noisy = _records.Features.Gather([.. Enumerable.Range(0, _records.Count)]);
        for (int i = 0; i < noisy.Values.Length; i++)
        {
            noisy.Values[i] += (float)(NoiseDeviations * deviations[i % noisy.Columns] * random.NextGaussian());
        }
        var asked = new SourcedRecords(noisy, _records.Labels, _records.Classes, _records.Batches, _records.ProviderOfBatch);
        Matrix found = byFeatures.ByTrusted(_features.Trusted, asked);
        return [.. Enumerable.Range(0, _records.Count).Select(record =>
            found[record, 0] - _features.Answers[record, 0] is var worse && float.IsFinite(worse) ? (double)worse : 0)];
    }
}
