using System.CommandLine;
using Hallmark.Api;
using Hallmark.Experiments;
using Hallmark.Experiments.Backdoors;
using Hallmark.Experiments.LabelNoise;
using Hallmark.Experiments.Providers;
using Hallmark.Experiments.Selection;
using Hallmark.Operations;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark experiment</c>: public data damaged on purpose, and what the checks make of it, beside what others reach.</summary>
internal static class ExperimentVerb
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder with iris.csv, wine.csv, breast_cancer.csv, digits.csv and fashion-mnist/.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string[]> Sets = new("--sets")
    {
        Description = "Only these data sets, by name: iris, wine, breast_cancer, digits, fashion-mnist.",
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

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write the tables to this file, as Markdown.",
        HelpName = "FILE",
    };

    public static Command Create() =>
        new("experiment", "Damage public data on purpose and see what the checks make of it, beside what others reach.")
    {
        Make("label-noise", "Wrong labels: which are found.", LabelNoise),
        Make("providers", "Bad providers: whether they are told from good ones, and what knowing the signer gains.", Providers),
        Make("backdoor", "Triggers: whether they are found, and whether the attack fails without them.", Backdoor),
        Make("budget", "Chosen batches under a budget: what each way of choosing does to a model.", Budget),
        SelectionExperimentVerb.Create(Out),
    };

    private static Command Make(string name, string description, Func<Invocation, Action<string>, (object Cells, string Text)> run)
    {
        var command = new Command(name, description) { Data, Sets, Seeds, FirstSeed, Out };
        command.SetBody(invocation =>
        {
            object cells;
            string text;
            using (ProgressLine progress = invocation.Output.Progress(name))
            {
                (cells, text) = run(invocation, progress.Report);
            }
            if (invocation.Get(Out) is { } file)
            {
                File.WriteAllText(Path.GetFullPath(file), text);
            }
            invocation.Output.Result(
                ExperimentAnswer.Of(name, cells),
                console => console.Profile.Out.Writer.Write(text));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static (object Cells, string Text) Providers(Invocation invocation, Action<string> progress)
    {
        var settings = new ProvidersSettings();
        settings = settings with
        {
            Data = Chosen(invocation, settings.Data),
            Seeds = invocation.Get(Seeds) ?? settings.Seeds,
            FashionSeeds = invocation.Get(Seeds) ?? settings.FashionSeeds,
            FirstSeed = invocation.Get(FirstSeed) ?? settings.FirstSeed,
        };
        IReadOnlyList<ProviderCell> cells = ProvidersExperiment.Run(
            new ExperimentData(invocation.Get(Data)), settings, at => progress($"{at.Done} of {at.Total}, {at.Data}, {at.Case}"),
            invocation.Cancellation);
        return (cells, ProvidersReport.Write(cells));
    }

    private static (object Cells, string Text) LabelNoise(Invocation invocation, Action<string> progress)
    {
        var settings = new LabelNoiseSettings();
        settings = settings with
        {
            Sets = Chosen(invocation, settings.Sets),
            Seeds = invocation.Get(Seeds) ?? settings.Seeds,
            FirstSeed = (int)(invocation.Get(FirstSeed) ?? (ulong)settings.FirstSeed),
        };
        IReadOnlyList<LabelNoiseRow> rows = LabelNoiseExperiment.Run(
            new ExperimentData(invocation.Get(Data)), settings, row => progress($"{row.Set}, seed {row.Seed}, {row.Percent} %"),
            invocation.Cancellation);
        return (rows, LabelNoiseReport.Write(rows));
    }

    private static (object Cells, string Text) Backdoor(Invocation invocation, Action<string> progress)
    {
        var settings = new BackdoorSettings();
        IReadOnlyList<string> sets = Chosen(invocation, ["digits", ExperimentData.FashionMnist]);
        settings = settings with
        {
            DigitsSeeds = sets.Contains("digits") ? invocation.Get(Seeds) ?? settings.DigitsSeeds : 0,
            FashionSeeds = sets.Contains(ExperimentData.FashionMnist) ? invocation.Get(Seeds) ?? settings.FashionSeeds : 0,
            FirstSeed = invocation.Get(FirstSeed) ?? settings.FirstSeed,
        };
        IReadOnlyList<BackdoorCell> cells = new BackdoorExperiment(new ExperimentData(invocation.Get(Data)), settings).Run(
            cell => progress($"{cell.Data}, {cell.Trigger}, {cell.Share:P1}"), invocation.Cancellation);
        return (cells, BackdoorReport.Markdown(cells));
    }

    private static (object Cells, string Text) Budget(Invocation invocation, Action<string> progress)
    {
        var settings = new BudgetSettings();
        settings = settings with
        {
            Sets = Chosen(invocation, settings.Sets),
            Seeds = invocation.Get(Seeds),
            FirstSeed = invocation.Get(FirstSeed) ?? settings.FirstSeed,
        };
        IReadOnlyList<BudgetOutcome> outcomes = BudgetExperiment.Run(
            new ExperimentData(invocation.Get(Data)), settings, at => progress($"{at.Set}, {at.Done} of {at.Total} pools"),
            invocation.Cancellation);
        return (outcomes, BudgetReport.Write(outcomes));
    }

    private static IReadOnlyList<string> Chosen(Invocation invocation, IReadOnlyList<string> known)
    {
        string[] asked = invocation.Get(Sets) ?? [];
        return asked.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new UsageException($"--sets: '{unknown}' is not one of {string.Join(", ", known)}")
            : asked.Length == 0 ? known : asked;
    }
}
