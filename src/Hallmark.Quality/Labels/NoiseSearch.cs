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
    private const double FirstRate = 0.4; // expected before anything is known; models told so do not believe single labels
    private const int ScannedRows = 5_000; // rates are told apart well enough by so many
    private const int FewRecords = 1_000; // up to here every way is tried
    private const int WaysMax = 8;

    private readonly Func<Matrix, bool, ExpertScores?, ExpertScores> _experts;
    private readonly int _classes;
    private readonly int[] _scanned;
    private readonly int[] _scannedLabels;
    private readonly bool _few;

    public NoiseSearch(Func<Matrix, bool, ExpertScores?, ExpertScores> experts, int[] labels, int classes, ulong seed)
    {
        (_experts, _classes, _few) = (experts, classes, labels.Length <= FewRecords);
        _scanned = Drawn.Rows(labels.Length, ScannedRows, seed);
        _scannedLabels = [.. _scanned.Select(row => labels[row])];
    }

    public bool Wide { get; init; }

    /// <param name="progress">Told how far the search is, from 0 to 1.</param>
    public NoiseRound Run(Action<double> progress)
    {
        NoiseRound first = Round(NoiseMatrix.EvenDirections(_classes), start: null, coarse: true);
        progress(0.25);
        NoiseRound second = Round(first.Scan.HardDirections, first.Said, coarse: false);
        progress(0.5);
        NoiseRound best = _few ? LikelierWay(first.Said, second) : second;
        progress(0.75);
        if (Wide)
        {
            foreach (double rate in (double[])[0.2, 0.05, 0.01])
            {
                NoiseRound round = Round(NoiseMatrix.Of(rate, NoiseMatrix.EvenDirections(_classes), _classes), first.Said, network: false, coarse: false);
                best = round.Scan.LogLikelihood > best.Scan.LogLikelihood + Dev.D("GAIN", 10) ? round : best;
            }
        }
        if (Dev.I("LOG", 0) > 0)
        {
            Console.Error.WriteLine($"found round {best.Scan.LogLikelihood:F1} rate {best.Scan.Highest.Rate} first {first.Scan.LogLikelihood:F1} second {second.Scan.LogLikelihood:F1}");
        }
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

    private NoiseRound Round(double[] directions, ExpertScores? start, bool coarse) =>
        Round(NoiseMatrix.Of(FirstRate, directions, _classes), start, network: false, coarse);

    private NoiseRound Round(Matrix noise, ExpertScores? start, bool network, bool coarse)
    {
        ExpertScores said = _experts(noise, network, start);
        var likelihood = new PoolLikelihood([.. said.Scores.Select(of => of.Gather(_scanned))], _scannedLabels);
        return new NoiseRound(said, NoiseScan.Of(likelihood, _classes, coarse));
    }
}
