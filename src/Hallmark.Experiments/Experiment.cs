namespace Hallmark.Experiments;

/// <summary>
/// One experiment: public data damaged on purpose, and what comes of it. <see cref="ExperimentList"/> has all of them; whoever asks for one
/// by name needs to know nothing else. Contrast <see cref="Selection.SelectionExperiment"/>, whose instances are files of their own.
/// </summary>
/// <param name="Name">As a command line calls it.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Sets">Names of the data sets that it can run on; by default on all.</param>
/// <param name="Run">Runs it; the second argument is told, in words, what is being done.</param>
public sealed record Experiment(
    string Name, string Summary, IReadOnlyList<string> Sets,
    Func<ExperimentWish, Action<string>, CancellationToken, ExperimentResult> Run)
{
    /// <summary>Whether a folder without any of <see cref="Sets"/> may hold others, see <see cref="ExperimentData.OtherTables"/>.</summary>
    public bool TakesOtherTables { get; init; }

    /// <summary>Whether it heeds <see cref="ExperimentWish.Draws"/>.</summary>
    public bool KeepsDraws { get; init; }

    /// <summary>Names of the data sets of a folder that it can run on.</summary>
    public IReadOnlyList<string> SetsOf(ExperimentData data) =>
        TakesOtherTables && data.OtherTables is { Count: > 0 } others ? others : Sets;
}

/// <summary>What to run an experiment on.</summary>
/// <param name="Data">The public data sets.</param>
/// <param name="Sets">Some of <see cref="Experiment.SetsOf"/>.</param>
/// <param name="Seeds">Repetitions; null for as many as the figures compared with.</param>
/// <param name="FirstSeed">Seed of the first repetition; null for the experiment's own.</param>
public sealed record ExperimentWish(ExperimentData Data, IReadOnlyList<string> Sets, int? Seeds, ulong? FirstSeed)
{
    /// <summary>Folder for the damaged data, so that others can be measured on the same; null: they are not kept.</summary>
    public string? Draws { get; init; }
}

/// <summary>What an experiment measured.</summary>
/// <param name="Cells">A list of records of the experiment's own kind.</param>
/// <param name="Report">Its tables, as Markdown.</param>
public sealed record ExperimentResult(object Cells, string Report);
