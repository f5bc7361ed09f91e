using System.Diagnostics;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Experiments.Backdoors;

/// <summary>
/// Poisons public data in several ways, looks for the poison, removes what is accused, and tries the attack on a network trained
/// before and after. The searches are told the shape of the pictures and nothing else.
/// </summary>
public sealed class BackdoorExperiment(ExperimentData data, BackdoorSettings settings)
{
    private const string Digits = "digits";

    /// <summary>Its row of <see cref="ExperimentList"/>.</summary>
    public static Experiment Listed { get; } = new(
        "backdoor", "Triggers: whether they are found, and whether the attack fails without them.", [Digits, ExperimentData.FashionMnist],
        (wish, progress, cancellation) =>
        {
            var settings = new BackdoorSettings();
            settings = settings with
            {
                DigitsSeeds = wish.Sets.Contains(Digits) ? wish.Seeds ?? settings.DigitsSeeds : 0,
                FashionSeeds = wish.Sets.Contains(ExperimentData.FashionMnist) ? wish.Seeds ?? settings.FashionSeeds : 0,
                FirstSeed = wish.FirstSeed ?? settings.FirstSeed,
            };
            IReadOnlyList<BackdoorCell> cells = new BackdoorExperiment(wish.Data, settings).Run(
                cell => progress($"{cell.Data}, {cell.Trigger}, {cell.Share:P1}"), cancellation);
            return new ExperimentResult(cells, BackdoorReport.Markdown(cells));
        });

    private const int FashionTests = 2_000;
    private const int DigitsTestPart = 5; // every fifth record
    private static readonly ImageShape s_digits = new(8, 8);
    private static readonly ImageShape s_fashion = new(28, 28);

    /// <summary>Runs all cells.</summary>
    /// <param name="progress">Called after each cell; null for none.</param>
    /// <param name="cancellation">Asked before each cell.</param>
    /// <exception cref="Data.Sources.SourceException">The data is not there, or not as described.</exception>
    public IReadOnlyList<BackdoorCell> Run(Action<BackdoorCell>? progress = null, CancellationToken cancellation = default)
    {
        var cells = new List<BackdoorCell>();
        foreach ((ImageShape shape, ulong seed, LabelledSet train, LabelledSet test) in Parts())
        {
            foreach (Trigger trigger in settings.Triggers)
            {
                foreach (double share in settings.Shares)
                {
                    cancellation.ThrowIfCancellationRequested();
                    cells.Add(Cell(train, test, shape, trigger, share, seed));
                    progress?.Invoke(cells[^1]);
                }
            }
        }
        return cells;
    }

    private IEnumerable<(ImageShape Shape, ulong Seed, LabelledSet Train, LabelledSet Test)> Parts()
    {
        if (settings.DigitsSeeds > 0)
        {
            LabelledSet digits = data.Table(Digits);
            for (int i = 0; i < settings.DigitsSeeds; i++)
            {
                ulong seed = settings.FirstSeed + (ulong)i;
                int[] order = Order(digits.Count, seed);
                int tests = digits.Count / DigitsTestPart;
                yield return (s_digits, seed, digits.Take(order.AsSpan(tests)), digits.Take(order.AsSpan(0, tests)));
            }
        }
        if (settings.FashionSeeds > 0)
        {
            (LabelledSet train, LabelledSet test) = (data.Fashion(), data.Fashion(test: true));
            for (int i = 0; i < settings.FashionSeeds; i++)
            {
                ulong seed = settings.FirstSeed + (ulong)i;
                int[] taken = Order(train.Count, seed);
                int[] tested = Order(test.Count, seed);
                yield return (
                    s_fashion,
                    seed,
                    train.Take(taken.AsSpan(0, Math.Min(settings.FashionRecords, train.Count))),
                    test.Take(tested.AsSpan(0, FashionTests)));
            }
        }
    }

    private static int[] Order(int records, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, records)];
        new SeededRandom(seed, "backdoor.split").Shuffle<int>(order);
        return order;
    }

    private static BackdoorCell Cell(LabelledSet train, LabelledSet test, ImageShape shape, Trigger trigger, double share, ulong seed)
    {
        BackdoorAttack attack = BackdoorAttack.On(train, shape, trigger, share, seed);
        LabelledSet poisoned = attack.Data;
        var victim = new VictimModel(test, BackdoorAttack.Triggered(test, shape, trigger, attack.Target, seed), attack.Target, seed);
        (AttackResult before, Matrix representations) = victim.Train(poisoned);
        long start = Stopwatch.GetTimestamp();
        PatchReport report = TriggerSearch.Run(poisoned.Features, poisoned.Labels, poisoned.Classes, shape);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int[] spectral = SpectralSignatures.Find(representations, poisoned.Features, poisoned.Labels, poisoned.Classes);
        int[] clustered = ActivationClustering.Find(representations, poisoned.Features, poisoned.Labels, poisoned.Classes);
        HashSet<int> accused = [.. report.Records];
        int[] left = [.. Enumerable.Range(0, poisoned.Count).Where(record => !accused.Contains(record))];
        (double recall, double falsePositives) = Rates(report.Records, attack.Poisoned);
        return new BackdoorCell(
            train.Name,
            trigger.Name,
            share,
            seed,
            recall,
            falsePositives,
            before,
            victim.Train(poisoned.Take(left)).Result,
            victim.Train(train).Result,
            Rates(spectral, attack.Poisoned),
            Rates(clustered, attack.Poisoned),
            seconds);
    }

    private static (double Recall, double FalsePositives) Rates(int[] accused, bool[] poisoned)
    {
        int poison = poisoned.Count(p => p);
        int hits = accused.Count(record => poisoned[record]);
        return ((double)hits / poison, (double)(accused.Length - hits) / (poisoned.Length - poison));
    }
}
