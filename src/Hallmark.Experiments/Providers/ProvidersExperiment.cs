using Hallmark.Learning;

namespace Hallmark.Experiments.Providers;

/// <summary>Which data sets, cases and seeds the experiment with providers runs.</summary>
public sealed record ProvidersSettings
{
    /// <summary>Names of data sets: tables of the folder, or <see cref="ExperimentData.FashionMnist"/>.</summary>
    public IReadOnlyList<string> Data { get; init; } = ["breast_cancer", "digits", "wine", ExperimentData.FashionMnist];

    public IReadOnlyList<ProviderCase> Cases { get; init; } = ProviderCase.All;

    /// <summary>Pools drawn for each cell of a table, at least 1.</summary>
    public int Seeds { get; init; } = 20;

    /// <summary>Pools drawn for each cell of <see cref="ExperimentData.FashionMnist"/>, at least 1.</summary>
    public int FashionSeeds { get; init; } = 5;

    public ulong FirstSeed { get; init; } = 1;

    /// <summary>Records drawn of a data set that has more, at least 100; a fifth of them is tested on.</summary>
    public int RecordsMax { get; init; } = 12_500;

    /// <summary>
    /// The first so many pools of each cell are measured by the label check, too, where the data are small: it takes more time than all
    /// the rest.
    /// </summary>
    public int LabelCheckPools { get; init; } = 8;

    /// <summary>Most records of data that the label check is measured on.</summary>
    public int LabelCheckRecords { get; init; } = 1_000;

    /// <summary>Pools drawn for each cell of a data set.</summary>
    public int PoolsOf(string data) => data == ExperimentData.FashionMnist ? FashionSeeds : Seeds;

    /// <exception cref="ArgumentException">Names the setting that cannot be.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1, nameof(Seeds));
        ArgumentOutOfRangeException.ThrowIfLessThan(FashionSeeds, 1, nameof(FashionSeeds));
        ArgumentOutOfRangeException.ThrowIfNegative(LabelCheckPools, nameof(LabelCheckPools));
        ArgumentOutOfRangeException.ThrowIfLessThan(RecordsMax, 100, nameof(RecordsMax));
    }
}

/// <summary>How far an experiment with providers is.</summary>
/// <param name="Done">Pools measured.</param>
/// <param name="Total">Pools in all.</param>
/// <param name="Data">Data set at hand.</param>
/// <param name="Case">Case at hand.</param>
public sealed record ProvidersProgress(int Done, int Total, string Data, string Case);

/// <summary>
/// Can bad providers be told from good ones, and does it help to know who signed what? Draws pools of public data with providers
/// whose labels are damaged in known ways, measures them with <see cref="Quality.Provenance.UnlikeProviders"/> and with the same
/// detector blind for providers. Deterministic: the same settings give the same figures everywhere.
/// </summary>
public static class ProvidersExperiment
{
    /// <summary>Its row of <see cref="ExperimentList"/>.</summary>
    public static Experiment Listed { get; } = new(
        "providers", "Bad providers: whether they are told from good ones, and what knowing the signer gains.",
        new ProvidersSettings().Data,
        (wish, progress, cancellation) =>
        {
            var settings = new ProvidersSettings { Data = wish.Sets };
            settings = settings with
            {
                Seeds = wish.Seeds ?? settings.Seeds,
                FashionSeeds = wish.Seeds ?? settings.FashionSeeds,
                FirstSeed = wish.FirstSeed ?? settings.FirstSeed,
            };
            IReadOnlyList<ProviderCell> cells = Run(
                wish.Data, settings, at => progress($"{at.Done} of {at.Total}, {at.Data}, {at.Case}"), cancellation);
            return new ExperimentResult(cells, ProvidersReport.Write(cells));
        })
    {
        TakesOtherTables = true,
    };

    /// <param name="data">Where the data sets are.</param>
    /// <param name="settings">What to run.</param>
    /// <param name="progress">Told before each pool, on the calling thread; or null.</param>
    /// <param name="cancellation">Stops between pools.</param>
    /// <returns>One cell for each data set and case, in the order of the settings.</returns>
    /// <exception cref="ArgumentException">A setting that cannot be.</exception>
    /// <exception cref="Hallmark.Data.Sources.SourceException">A data set that is not there.</exception>
    public static IReadOnlyList<ProviderCell> Run(
        ExperimentData data,
        ProvidersSettings settings,
        Action<ProvidersProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        settings.Validate();
        var cells = new List<ProviderCell>();
        int total = settings.Data.Sum(name => settings.Cases.Count * settings.PoolsOf(name));
        int done = 0;
        foreach (string name in settings.Data)
        {
            int pools = settings.PoolsOf(name);
            LabelledSet all = name == ExperimentData.FashionMnist ? data.Fashion() : data.Table(name);
            foreach (ProviderCase setting in settings.Cases)
            {
                var outcomes = new List<ProviderOutcome>();
                for (int i = 0; i < pools; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Invoke(new ProvidersProgress(done++, total, name, setting.Name));
                    ulong seed = settings.FirstSeed + (ulong)i;
                    var scenario = ProviderScenario.Draw(Sample(all, settings.RecordsMax, seed), setting, seed);
                    bool labelCheck = i < settings.LabelCheckPools && all.Count <= settings.LabelCheckRecords;
                    outcomes.Add(new ProviderTrial(scenario, seed, labelCheck).Run());
                }
                cells.Add(new ProviderCell(name, setting, outcomes));
            }
        }
        return cells;
    }

    private static LabelledSet Sample(LabelledSet all, int records, ulong seed)
    {
        if (all.Count <= records)
        {
            return all;
        }
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new SeededRandom(seed, "providers sample").Shuffle<int>(order);
        return all.Take(order.AsSpan(0, records));
    }
}
