using Hallmark.Quality.Drift;

namespace Hallmark.Quality.Backdoors.Words;

/// <summary>
/// Finds words that force a label in poisoned texts (Dai, Chen and Li, 2019; Kurita, Michel and Neubig, 2020): nearly all records with the
/// word have one label, though their other words speak for other classes. Words that a class has by itself fail that last question, and so
/// do texts made from one template, which have no other words. See <see cref="PatchMining"/>, which does it for numbers.
/// <para>The result is a function of texts, labels and options; no order of a dictionary has a say.</para>
/// </summary>
public sealed class WordTriggers
{
    private const int MostExamined = 500; // least likely by chance first
    private const int MostCompared = 500; // carriers, and as many records without the word
    private const double Purity = 0.9;
    private const double Common = 0.5; // of the carriers: what so many share belongs to the word
    private const double Excess = 0.2; // what forces a label shows in more of its carriers than any misfit does
    private const double Error = 1e-6; // over all that is examined: words of a text hang together, so chances are not quite what they seem
    private const double Alike = 0.7; // of the way from records of the label to those of others

    private readonly int[] _labels;
    private readonly int _classes;
    private readonly PatchMiningOptions _options;
    private readonly int _least;
    private readonly int[] _sizes;
    private readonly TermTable _terms;
    private readonly ClassWords _words;
    private readonly Significance _significance;

    private WordTriggers(IReadOnlyList<string?> texts, int[] labels, int classes, PatchMiningOptions options)
    {
        (_labels, _classes, _options) = (labels, classes, options);
        _least = options.LeastSupport(labels.Count(label => label >= 0));
        _sizes = [.. Enumerable.Range(0, classes).Select(c => labels.Count(label => label == c))];
        _terms = new TermTable(texts, least: 2);
        _words = new ClassWords(_terms, labels, classes);
        _significance = new Significance(labels.Length);
    }

    /// <param name="texts">Of each record; null where it has none.</param>
    /// <param name="labels">Class of each record, or -1 for none.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The strongest first; none where there are too few records to tell, or only one class.</returns>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or an option that cannot be.</exception>
    public static IReadOnlyList<WordTrigger> Search(
        IReadOnlyList<string?> texts, int[] labels, int classes, PatchMiningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (texts.Count != labels.Length || labels.Any(label => label < -1 || label >= classes))
        {
            throw new ArgumentException($"{texts.Count} texts, {labels.Length} labels, {classes} classes.", nameof(labels));
        }
        options ??= new PatchMiningOptions();
        options.Validate();
        int labelled = labels.Count(label => label >= 0);
        return labelled < 2 * options.LeastRecords || labels.Where(label => label >= 0).Distinct().Count() < 2
            ? []
            : new WordTriggers(texts, labels, classes, options).Run();
    }

    private List<WordTrigger> Run()
    {
        var found = new List<WordTrigger>();
        HashSet<int> accused = [];
        foreach ((WordTrigger trigger, _) in Examined().OrderBy(item => item.Trigger.PValue).ThenBy(item => item.Term))
        {
            // Of a phrase each word is a trigger: the strongest stands for those that accuse hardly anybody else.
            if (trigger.Records.Count(record => !accused.Contains(record)) >= _least)
            {
                found.Add(trigger);
                accused.UnionWith(trigger.Records);
            }
        }
        return found;
    }

    private IEnumerable<(WordTrigger Trigger, int Term)> Examined()
    {
        (int Term, int Target, double Chance)[] candidates = [.. Candidates()
            .OrderBy(candidate => candidate.Chance).ThenBy(candidate => candidate.Term).Take(MostExamined)];
        foreach ((int term, int target, _) in candidates)
        {
            if (Examine(term, target, candidates.Length) is { } trigger)
            {
                yield return (trigger, term);
            }
        }
    }

    /// <summary>Terms of which nearly all carriers have one label, and not by chance.</summary>
    private IEnumerable<(int Term, int Target, double Chance)> Candidates()
    {
        int labelled = _sizes.Sum();
        int[] counts = new int[_classes];
        for (int term = 0; term < _terms.Names.Length; term++)
        {
            int carriers = 0;
            Array.Clear(counts);
            foreach (int record in _terms.RecordsOf(term).Where(record => _labels[record] >= 0))
            {
                counts[_labels[record]]++;
                carriers++;
            }
            int target = Array.IndexOf(counts, counts.Max());
            int own = counts[target];
            if (own >= _least && own >= Purity * carriers && 2 * carriers <= labelled)
            {
                double chance = _significance.Fisher(own, carriers, _sizes[target] - own, labelled - carriers);
                if (chance * _terms.Names.Length <= _options.Error)
                {
                    yield return (term, target, chance);
                }
            }
        }
    }

    /// <summary>Do the carriers look like other classes where the term is not, more than others of their label do?</summary>
    private WordTrigger? Examine(int term, int target, int examined)
    {
        int[] all = _terms.RecordsOf(term);
        int[] carriers = [.. all.Where(record => _labels[record] == target)];
        HashSet<int> common = CommonOf(carriers);
        _words.Leave(all, back: false);
        double[] elsewhere = Margins(target, BackdoorInput.Spread(carriers, MostCompared), counted: false, record =>
            _terms.TermsOf(record).Where(other => !common.Contains(other)));
        double share = ShareAgainst(elsewhere);
        bool mayBe = elsewhere.Length >= _options.LeastRecords && share >= Excess;
        double[] controls = mayBe ? Controls(target, all, common) : [];
        double[] strangers = mayBe ? Strangers(target, all) : [];
        _words.Leave(all, back: true);
        double usual = ShareAgainst(controls);
        if (controls.Length < _options.LeastRecords || share < usual + Math.Max(Excess, Alike * (ShareAgainst(strangers) - usual)))
        {
            return null;
        }
        double chance = ChanceOf(elsewhere, controls) * examined;
        return chance > Error ? null : new WordTrigger(_terms.Names[term], target, carriers, share, usual, chance);
    }

    /// <summary>
    /// That these margins are so much less than those by luck, or so many more of them below 0: where there are many classes, how far below
    /// says little.
    /// </summary>
    private double ChanceOf(double[] margins, double[] others)
    {
        double less = RankSum.ChanceOfGreater([.. margins.Select(margin => -margin)], [.. others.Select(margin => -margin)]);
        double more = _significance.Fisher(
            margins.Count(margin => margin < 0), margins.Length, others.Count(margin => margin < 0), others.Length);
        return 2 * Math.Min(less, more);
    }

    /// <summary>Of records of other labels: so do carriers look whose label the term alone has forced.</summary>
    private double[] Strangers(int target, int[] carrying)
    {
        HashSet<int> left = [.. carrying];
        int[] others = [.. Enumerable.Range(0, _labels.Length)
            .Where(record => _labels[record] >= 0 && _labels[record] != target && !left.Contains(record))];
        return Margins(target, BackdoorInput.Spread(others, MostCompared), counted: true, _terms.TermsOf);
    }

    /// <summary>
    /// Of records of that label without the term, each without as many of its words that speak for the label as were taken from the
    /// carriers: a class shows in few words, and what is left of any record without them may look like anything.
    /// </summary>
    private double[] Controls(int target, int[] carrying, HashSet<int> common)
    {
        HashSet<int> left = [.. carrying];
        int[] others = [.. Enumerable.Range(0, _labels.Length).Where(record => _labels[record] == target && !left.Contains(record))];
        int taken = Math.Max(1, common.Count(term => _words.SpeaksFor(target, term) > 1));
        return Margins(target, BackdoorInput.Spread(others, MostCompared), counted: true, record => _terms.TermsOf(record)
            .OrderByDescending(word => _words.SpeaksFor(target, word)).Skip(taken));
    }

    /// <summary>
    /// By how much the words of each record speak for its label, the record itself having no say; those of which they say nothing are left
    /// out.
    /// </summary>
    /// <param name="counted">Whether the records count until now.</param>
    private double[] Margins(int label, int[] records, bool counted, Func<int, IEnumerable<int>> words)
    {
        var result = new List<double>(records.Length);
        foreach (int record in records)
        {
            _words.Leave(counted ? [record] : [], back: false);
            if (_words.Margin(label, words(record)) is { } margin)
            {
                result.Add(margin);
            }
            _words.Leave(counted ? [record] : [], back: true);
        }
        return [.. result];
    }

    private HashSet<int> CommonOf(int[] carriers)
    {
        Dictionary<int, int> counts = [];
        foreach (int term in carriers.SelectMany(_terms.TermsOf))
        {
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }
        return [.. counts.Where(count => count.Value >= Common * carriers.Length).Select(count => count.Key)];
    }

    private static double ShareAgainst(double[] margins) =>
        margins.Length == 0 ? 0 : (double)margins.Count(margin => margin < 0) / margins.Length;
}
