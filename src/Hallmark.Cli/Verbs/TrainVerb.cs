using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Runs;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Yaml;
using Hallmark.Training;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark train</c>: a run on a committed schedule, every step on record.</summary>
internal static class TrainVerb
{
    private const ulong UsualSeed = 1;

    private static readonly Option<string> Model = new("--model")
    {
        Description = "mlp; without hidden layers it is a logistic regression, or a linear one for a target.",
        DefaultValueFactory = _ => ModelTrainer.Mlp,
    };
    private static readonly Option<int[]> Hidden = new("--hidden")
    {
        Description = "Units of each hidden layer; 0 for none.",
        DefaultValueFactory = _ => [16],
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int> Epochs = new("--epochs")
    {
        Description = "Passes over the schedule.",
        DefaultValueFactory = _ => 40,
    };
    private static readonly Option<string> Rate = new("--learning-rate") { Description = "Step size.", DefaultValueFactory = _ => "0.05" };
    private static readonly Option<string> Momentum = new("--momentum")
    {
        Description = "Share of the last step that is kept.",
        DefaultValueFactory = _ => "0.9",
    };
    private static readonly Option<string> Decay = new("--l2") { Description = "Weight decay.", DefaultValueFactory = _ => "0.0001" };
    private static readonly Option<int> MiniBatch = new("--mini-batch")
    {
        Description = "Records in a step.",
        DefaultValueFactory = _ => 16,
    };
    private static readonly Option<ulong?> Seed = new("--seed")
    {
        Description = "Decides first weights and the order within batches; 1, or what follows from a seed that was drawn.",
        HelpName = "S",
    };

    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var schedule = new Option<string?>("--schedule")
        {
            Description = "Schedule to train on; without it the newest of the dataset.",
            HelpName = "ID",
        };
        var test = new Option<string?>("--test")
        {
            Description = "Held-out file to measure the model on, committed to before the schedule ('hallmark evaluation commit').",
            HelpName = "FILE",
        };
        var compare = new Option<int>("--compare")
        {
            Description = "Also train on all batches, off the record, with this many seeds (needs --test).",
            HelpName = "SEEDS",
        };
        var include = new Option<string[]>("--include")
        {
            Description = "Train on this batch too, though it is not scheduled: the ledger will deny the steps.",
            HelpName = "BATCH",
            DefaultValueFactory = _ => [],
        };
        Option<string> purpose = CommonOptions.Purpose();
        Option<string?> trainer = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("train", "Train on a schedule, on record; an interrupted run is taken up again.")
        {
            dataset, schedule, Model, Hidden, Epochs, Rate, Momentum, Decay, MiniBatch, Seed, test, compare, include,
            purpose, trainer, headOut,
        };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(async invocation =>
        {
            ReadSource? read = null;
            var train = new TrainModel(invocation.Get(dataset), Configuration(invocation))
            {
                As = invocation.Get(trainer),
                Schedule = invocation.Get(schedule),
                Purpose = invocation.Get(purpose),
                Test = invocation.Get(test),
                TestWords = words.Read(invocation),
                Told = source => TableOptions.Tell(invocation.Output, read = source),
                Overlapping = overlap => invocation.Output.Warn(overlap.Sentence()),
                Seed = invocation.Get(Seed),
                CompareSeeds = invocation.Get(compare),
                Unscheduled = invocation.Get(include),
            };
            (TrainedModel trained, Head head) = await invocation.ActAsync(train, invocation.Get(headOut)).ConfigureAwait(false);
            WarnOf(invocation.Output, trained.Denials);
            foreach (string weight in trained.Weights)
            {
                invocation.Output.Warn($"column '{weight}' says how much records count, and this training counts all of them alike");
            }
            invocation.Output.Result(
                RunAnswer.Of(trained.Run, read), console => Output.WriteTable(console, RunsVerb.ToTable([trained.Run])));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return trained.Denials.Count == 0 ? ExitCode.Good : ExitCode.Denied;
        });
        return command;
    }

    /// <summary>Says which steps the ledger denied.</summary>
    public static void WarnOf(Output output, IReadOnlyList<string> denials)
    {
        if (denials.Count > 0)
        {
            output.Warn($"{Words.Count(denials.Count, "step was", "steps were")} denied, on record as denials; the first: {denials[0]}");
        }
    }

    private static ModelConfiguration Configuration(Invocation invocation) => new(
        invocation.Get(Model),
        [.. invocation.Get(Hidden).Where(units => units != 0)],
        FieldText.Millionths(invocation.Get(Rate), "--learning-rate"),
        FieldText.Millionths(invocation.Get(Momentum), "--momentum"),
        FieldText.Millionths(invocation.Get(Decay), "--l2"),
        invocation.Get(MiniBatch),
        invocation.Get(Epochs),
        UsualSeed);
}
