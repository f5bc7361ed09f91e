using System.CommandLine;
using System.Globalization;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Training;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark train</c>: a run on a committed schedule, every step on record.</summary>
internal static class TrainVerb
{
    private static readonly Option<string> Model = new("--model") { Description = "mlp; without hidden layers it is a logistic regression.", DefaultValueFactory = _ => ModelTrainer.Mlp };
    private static readonly Option<int[]> Hidden = new("--hidden") { Description = "Units of each hidden layer; 0 for none.", DefaultValueFactory = _ => [16], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Passes over the schedule.", DefaultValueFactory = _ => 40 };
    private static readonly Option<string> Rate = new("--learning-rate") { Description = "Step size.", DefaultValueFactory = _ => "0.05" };
    private static readonly Option<string> Momentum = new("--momentum") { Description = "Share of the last step that is kept.", DefaultValueFactory = _ => "0.9" };
    private static readonly Option<string> Decay = new("--l2") { Description = "Weight decay.", DefaultValueFactory = _ => "0.0001" };
    private static readonly Option<int> MiniBatch = new("--mini-batch") { Description = "Records in a step.", DefaultValueFactory = _ => 16 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Decides first weights and the order within batches.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var schedule = new Option<string?>("--schedule") { Description = "Schedule to train on; without it the newest of the dataset.", HelpName = "ID" };
        var test = new Option<string?>("--test") { Description = "Held-out CSV file to measure the model on.", HelpName = "FILE" };
        var compare = new Option<int>("--compare") { Description = "Also train on all batches, off the record, with this many seeds (needs --test).", HelpName = "SEEDS" };
        var include = new Option<string[]>("--include") { Description = "Train on this batch too, though it is not scheduled: the ledger will deny the steps.", HelpName = "BATCH", DefaultValueFactory = _ => [] };
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("train", "Train on a schedule, on record; an interrupted run is taken up again.")
        {
            dataset, schedule, Model, Hidden, Epochs, Rate, Momentum, Decay, MiniBatch, Seed, test, compare, include, purpose, trainer, headOut,
        };
        command.SetBody(async invocation =>
        {
            ModelConfiguration configuration = Configuration(invocation);
            MemberNames.RequireName(invocation.Get(purpose));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            Catalog catalog = workspace.Catalog;
            MemberSession session = workspace.ActAs(invocation.Get(trainer), Roles.Trainer);
            string name = catalog.Dataset(invocation.Get(dataset)).Name;
            var request = new TrainingRequest
            {
                Schedule = invocation.Get(schedule) ?? Newest(catalog, name, session.Member),
                Configuration = configuration,
                Purpose = invocation.Get(purpose),
                Evaluation = invocation.Get(test) is { } file ? await Evaluation.StoreAsync(workspace, name, file, invocation.Cancellation).ConfigureAwait(false) : null,
                Unscheduled = invocation.Get(include),
            };
            TrainingResult result = await RunAsync(invocation, workspace, session, request).ConfigureAwait(false);
            RunState run = catalog.Ledger.State.Find(RunKeys.Run(result.Run))!;
            if (invocation.Get(compare) is > 0 and var seeds)
            {
                Comparison comparison = await Comparison.MeasureAsync(session, workspace, run, seeds, invocation.Cancellation).ConfigureAwait(false);
                comparison.Write(RunFiles.For(invocation.Home.RunsDirectory, run.Id));
            }
            invocation.Output.Result(RunsVerb.ToJson(catalog, invocation.Home, run), console => console.Write(RunsVerb.ToTable(catalog, invocation.Home, [run])));
            HeadOutput.Tell(invocation, catalog.Ledger.Head, invocation.Get(headOut));
            return result.Denials.Count == 0 ? ExitCode.Good : ExitCode.Denied;
        });
        return command;
    }

    /// <summary>Trains with progress, and says what was denied.</summary>
    public static async Task<TrainingResult> RunAsync(Invocation invocation, Workspace workspace, MemberSession session, TrainingRequest request)
    {
        using ProgressLine line = invocation.Output.Progress($"training on {request.Schedule}");
        var progress = new Progress<(int Epoch, int Epochs)>(at => line.Report($"epoch {at.Epoch} of {at.Epochs}"));
        TrainingResult result;
        try
        {
            var run = new TrainingRun(session, workspace.Catalog, workspace.Custodians.OpenAsync, invocation.Home.RunsDirectory, progress);
            result = await run.RunAsync(request, invocation.Cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
        if (result.Denials.Count > 0)
        {
            invocation.Output.Warn($"{result.Denials.Count} steps were denied and are on record as denials; the first: {result.Denials[0]}");
        }
        return result;
    }

    /// <summary>A decimal number as millionths.</summary>
    /// <exception cref="UsageException">Not such a number; names the field.</exception>
    public static long Millionths(string text, string field) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value is >= 0 and <= 1000 && value * 1_000_000 == decimal.Floor(value * 1_000_000)
            ? (long)(value * 1_000_000)
            : throw new UsageException($"{field}: '{text}' is not a number from 0 to 1000 with at most six decimals");

    /// <exception cref="UsageException">A value that no run could have.</exception>
    public static ModelConfiguration Checked(ModelConfiguration configuration)
    {
        try
        {
            return ModelConfiguration.Read(Evidence.CborMap.Read(configuration.ToMap().ToBytes(), "model"));
        }
        catch (Evidence.MalformedException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static ModelConfiguration Configuration(Invocation invocation) => Checked(new ModelConfiguration(
        invocation.Get(Model),
        [.. invocation.Get(Hidden).Where(units => units != 0)],
        Millionths(invocation.Get(Rate), "--learning-rate"),
        Millionths(invocation.Get(Momentum), "--momentum"),
        Millionths(invocation.Get(Decay), "--l2"),
        invocation.Get(MiniBatch),
        invocation.Get(Epochs),
        invocation.Get(Seed)));

    private static string Newest(Catalog catalog, string dataset, string trainer) =>
        catalog.Ledger.State.List(ScheduleKeys.All)
            .Where(schedule => schedule.Dataset == dataset && schedule.Trainer == trainer)
            .MaxBy(schedule => schedule.Entry)?.Id
        ?? throw new UsageException($"{trainer} has no schedule of {dataset}; 'hallmark schedule' makes one");
}
