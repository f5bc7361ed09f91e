using System.CommandLine;
using Hallmark.Api;
using Hallmark.Experiments;
using Hallmark.Operations;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark experiment</c>: public data damaged on purpose, and what the checks make of it, beside what others reach.</summary>
internal static class ExperimentVerb
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder with iris.csv, wine.csv, breast_cancer.csv, digits.csv and fashion-mnist/; label-noise and providers take a "
            + "folder of any other CSV files with a column 'label', too.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string[]> Sets = new("--sets")
    {
        Description = "Only these data sets, by name: iris, wine, breast_cancer, digits, fashion-mnist, or a file without .csv.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int?> Seeds = new("--seeds")
    {
        Description = "Repetitions; by default as many as the figures compared with.",
        HelpName = "N",
    };

    private static readonly Option<ulong?> FirstSeed = new("--first-seed")
    {
        Description = "Seed of the first repetition.",
        HelpName = "S",
    };

    private static readonly Option<string?> Draws = new("--draws")
    {
        Description = "Keep features, labels given and folds in this folder, for others to be measured on.",
        HelpName = "DIR",
    };

    private static readonly OutputFileOption Out = new("--out", "Write the tables to this file, as Markdown.");

    public static Command Create()
    {
        var command = new Command(
            "experiment", "Damage public data on purpose and see what the checks make of it, beside what others reach.");
        foreach (Experiment experiment in ExperimentList.All)
        {
            command.Add(Make(experiment));
        }
        command.Add(SelectionExperimentVerb.Create(Out));
        return command;
    }

    private static Command Make(Experiment experiment)
    {
        var command = new Command(experiment.Name, experiment.Summary) { Data, Sets, Seeds, FirstSeed, Out };
        if (experiment.KeepsDraws)
        {
            command.Add(Draws);
        }
        command.SetBody(invocation =>
        {
            var data = new ExperimentData(InputFolder.Require(Data.Name, invocation.Get(Data)));
            var wish = new ExperimentWish(
                data, Chosen(invocation, experiment.SetsOf(data)), ReadSeeds(invocation.Get(Seeds)), invocation.Get(FirstSeed))
            {
                Draws = experiment.KeepsDraws && invocation.Get(Draws) is { } folder ? Path.GetFullPath(folder) : null,
            };
            ExperimentResult result;
            using (ProgressLine progress = invocation.Output.Progress(experiment.Name))
            {
                result = experiment.Run(wish, progress.Report, invocation.Cancellation);
            }
            if (invocation.Get(Out) is { } file)
            {
                File.WriteAllText(Path.GetFullPath(file), result.Report);
            }
            invocation.Output.Result(
                ExperimentAnswer.Of(experiment.Name, result.Cells),
                console => console.Profile.Out.Writer.Write(result.Report));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static int? ReadSeeds(int? seeds) =>
        seeds is null or >= 1 ? seeds : throw new UsageException($"{Seeds.Name}: {seeds} is not at least 1");

    private static IReadOnlyList<string> Chosen(Invocation invocation, IReadOnlyList<string> known)
    {
        string[] asked = invocation.Get(Sets) ?? [];
        return asked.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new UsageException($"--sets: '{unknown}' is not one of {string.Join(", ", known)}")
            : asked.Length == 0 ? known : asked;
    }
}
