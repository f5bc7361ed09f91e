using System.CommandLine;
using Hallmark.Api;
using Hallmark.Experiments.Selection;
using Hallmark.Operations;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark experiment selection</c>: chooses batches from instances in files, beside bounds and best known values.</summary>
internal static class SelectionExperimentVerb
{
    private const string All = "all";
    private const double SecondsMax = 86_400;

    private static readonly Option<string> Instances = new("--instances")
    {
        Description = "Folder whose .csv files are the instances; best values from best_known.json in it.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Method = new("--method")
    {
        Description = $"One of {SelectionMethods.Names}, or all.",
        HelpName = "M",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<double?> Seconds = new("--seconds")
    {
        Description = "For each instance; by default as its size asks for.",
        HelpName = "S",
    };

    public static Command Create(OutputFileOption outFile)
    {
        var command = new Command("selection", "Batch selection: how near methods come to the best choice, and how soon.")
        {
            Instances, Method, Seconds, outFile,
        };
        command.SetBody(invocation =>
        {
            string folder = InputFolder.Require(Instances.Name, invocation.Get(Instances));
            IReadOnlyList<SelectionMethod> methods = Methods(invocation.Get(Method));
            double? seconds = invocation.Get(Seconds);
            if (seconds is not (null or (> 0 and <= SecondsMax)))
            {
                throw new UsageException($"--seconds: {seconds} is not above 0 and at most {SecondsMax}");
            }
            IReadOnlyList<SelectionCell> cells;
            double warmUp;
            using (ProgressLine progress = invocation.Output.Progress("selection"))
            {
                warmUp = SelectionExperiment.WarmUp(methods);
                cells = SelectionExperiment.Run(
                    folder, methods, seconds,
                    cell => progress.Report($"{cell.Instance}, {SelectionMethods.NameOf(cell.Method)}"), invocation.Cancellation);
            }
            string text = SelectionReport.Write(cells);
            if (invocation.Get(outFile) is { } file)
            {
                File.WriteAllText(Path.GetFullPath(file), text);
            }
            invocation.Output.Result(
                SelectionAnswer.Of(warmUp, cells),
                console => console.Profile.Out.Writer.Write(text));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static IReadOnlyList<SelectionMethod> Methods(string name) =>
        name == All ? SelectionMethods.All
        : SelectionMethods.Find(name) is { } method ? [method]
        : throw new UsageException($"--method: '{name}' is not one of {SelectionMethods.Names}, {All}");
}
