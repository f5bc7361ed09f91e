using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>What the models say, and the noise that suits it.</summary>
internal sealed record NoiseRound(ExpertScores Said, NoiseScan Scan);

/// <summary>
/// Models need to be told the noise, and the noise shows in what models say; so they take turns. First comes much noise in all
/// directions, then as much in the directions that showed, then what was found, with the network among the models.
/// <para>Of few records directions may not show at first: models that expect wrong labels everywhere take noise with a direction for
/// doubt. So there every way of sending each class's wrong labels to one other is tried as well, where the ways are few. What decides
/// is how likely the labels are to models that did not see them; one of many ways must be as many times as likely.</para>
/// </summary>
internal sealed class NoiseSearch
{
    /// <summary>What experts say who are told the noise.</summary>
    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each.</param>
    /// <param name="last">Whether it is the last time; then those are asked, too, who cost most.</param>
    /// <param name="start">What was said under other noise, to start from; null: nothing.</param>
    internal delegate ExpertScores AskExperts(Matrix noise, bool last, ExpertScores? start);

    private const double FirstRate = 0.4; // expected before anything is known; models told so do not believe single labels
    private const int ScannedRows = 5_000; // rates are told apart well enough by so many
    private const int FewRecords = 1_000; // up to here every way is tried
    private const int WaysMax = 8;

    private const double GainMin = 10; // nats: less is had by chance among so many rounds

    // Told to models that would take classes which overlap for wrong labels, were they told much noise only.
    private static readonly double[] s_lowerRates = [0.2, 0.05, 0.01];

    private readonly AskExperts _experts;
    private readonly int _classes;
    private readonly int[] _scanned;
    private readonly int[] _scannedLabels;
    private readonly bool _few;

    public NoiseSearch(AskExperts experts, int[] labels, int classes, ulong seed)
    {
        (_experts, _classes, _few) = (experts, classes, labels.Length <= FewRecords);
        _scanned = Drawn.Rows(labels.Length, ScannedRows, seed);
        _scannedLabels = [.. _scanned.Select(row => labels[row])];
    }

    /// <summary>
    /// Whether experts are told little noise, too. Without that a class may be taken for wrong labels of another: experts who expect much
    /// noise confirm themselves.
    /// </summary>
    public bool TriesLowerRates { get; init; }

    /// <param name="progress">Told how far the search is, from 0 to 1.</param>
    public NoiseRound Run(Action<double> progress)
    {
        NoiseRound first = Round(NoiseMatrix.EvenDirections(_classes), start: null, coarse: true);
        progress(0.25);
        NoiseRound second = Round(first.Scan.HardDirections, first.Said, coarse: false);
        progress(0.5);
        NoiseRound best = _few ? LikelierWay(first.Said, second) : second;
        best = TriesLowerRates ? LikelierLowerRate(best) : best;
        progress(0.75);
        NoiseCandidate found = best.Scan.Highest;
        NoiseRound last = Round(NoiseMatrix.Of(found.Rate, found.Directions, _classes), best.Said, network: true, coarse: false);
        progress(1);
        return last;
    }

    private NoiseRound LikelierWay(ExpertScores start, NoiseRound second)
    {
        IReadOnlyList<double[]> ways = NoiseMatrix.SingleDirections(_classes, WaysMax);
        double least = second.Scan.LogLikelihood + PortableMath.Log(Math.Max(1, ways.Count));
        NoiseRound result = second;
        foreach (double[] way in ways)
        {
            NoiseRound round = Round(way, start, coarse: true);
            (result, least) = round.Scan.LogLikelihood > least ? (round, round.Scan.LogLikelihood) : (result, least);
        }
        return result;
    }

    private NoiseRound LikelierLowerRate(NoiseRound best)
    {
        foreach (double rate in s_lowerRates)
        {
            NoiseRound round = Round(
                NoiseMatrix.Of(rate, NoiseMatrix.EvenDirections(_classes), _classes), start: null, network: false, coarse: false);
            best = round.Scan.LogLikelihood > best.Scan.LogLikelihood + GainMin ? round : best;
        }
        return best;
    }

    private NoiseRound Round(double[] directions, ExpertScores? start, bool coarse) =>
        Round(NoiseMatrix.Of(FirstRate, directions, _classes), start, network: false, coarse);

    private NoiseRound Round(Matrix noise, ExpertScores? start, bool network, bool coarse)
    {
        ExpertScores said = _experts(noise, network, start);
        var likelihood = new PoolLikelihood([.. said.Scores.Select(of => of.Gather(_scanned))], _scannedLabels);
        return new NoiseRound(said, NoiseScan.Of(likelihood, _classes, coarse));
    }
}
