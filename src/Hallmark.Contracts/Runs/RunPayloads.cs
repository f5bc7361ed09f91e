using System.Globalization;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Runs;

/// <summary>
/// The model and how it is trained; everything that, with the batches, fixes every bit of the result. Rates in millionths.
/// </summary>
public sealed record ModelConfiguration(
    string Model, IReadOnlyList<int> Hidden, long LearningRatePpm, long MomentumPpm, long L2Ppm, int MiniBatch, int Epochs, ulong Seed)
{
    private const int LayerLimit = 16;
    private const int UnitLimit = 65_536;

    /// <summary>Kinds of model that can be trained, and so trained again.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["mlp"];

    /// <summary>Names that no engine outside has: who reads one of them takes the run for one that is trained again.</summary>
    public static IReadOnlyList<string> OwnNames { get; } = ["hallmark", .. Kinds];

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("model", Model)
        .Integers("hidden", Hidden.Select(units => (long)units))
        .Integer("learningRate", LearningRatePpm)
        .Integer("momentum", MomentumPpm)
        .Integer("l2", L2Ppm)
        .Integer("miniBatch", MiniBatch)
        .Integer("epochs", Epochs)
        .Integer("seed", Seed);

    public static ModelConfiguration Read(CborMap map)
    {
        var configuration = new ModelConfiguration(
            map.Text("model", 32),
            [.. map.Integers("hidden", LayerLimit).Select(units => units is > 0 and <= UnitLimit
                ? (int)units
                : throw new MalformedException("hidden", $"is {units}, outside 1 to {UnitLimit}"))],
            map.Integer("learningRate", 1, 1_000_000_000), map.Integer("momentum", 0, 999_999), map.Integer("l2", 0, 1_000_000_000),
            (int)map.Integer("miniBatch", 1, 1 << 20), (int)map.Integer("epochs", 1, 100_000), map.Unsigned("seed"));
        map.End();
        return configuration;
    }
}

/// <summary>
/// Held-out records that the model is measured on: not a batch, never trained on; bound by digest so that the figure can be recomputed.
/// </summary>
public sealed record EvaluationSet(string Source, long Records, Digest Root, ObjectReference Content)
{
    internal CborMapWriter ToMap() =>
        new CborMapWriter().Text("source", Source).Integer("records", Records).Digest("root", Root).Map("content", Content.ToMap());

    internal static EvaluationSet Read(CborMap map)
    {
        var set = new EvaluationSet(
            map.Text("source"), map.Integer("records", 1), map.Digest("root"), ObjectReference.Read(map.Map("content")));
        map.End();
        return set;
    }
}

/// <summary>
/// Opens a run on a committed schedule: <c>run.open</c> {schedule, purpose, configuration, evaluation?, inputs?, engine?}. A run of the
/// built-in engine can be trained again by anybody; one of an engine named here is only attested by its trainer.
/// </summary>
public sealed record RunOpen(
    string Schedule, string Purpose, ModelConfiguration Configuration, EvaluationSet? Evaluation) : IPayload<RunOpen, RunOpened>
{
    private const int InputLimit = 10_000_000;

    /// <summary>Features that the model reads, so that it is known what it costs to train it again; null up to rules 6.</summary>
    public int? Inputs { get; init; }

    /// <summary>An engine outside Hallmark that trains the model, whose kind is then that engine's; null for the built-in one.</summary>
    public string? Engine { get; init; }

    public static string Kind => "run.open";

    public string Subject => Schedule;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("schedule", Schedule).Text("purpose", Purpose).Map("configuration", Configuration.ToMap())
            .Map("evaluation", Evaluation?.ToMap()).Integer("inputs", Inputs).Text("engine", Engine);

    public static RunOpen Read(CborMap map) => new(
        map.Text("schedule"), map.Name("purpose"), ModelConfiguration.Read(map.Map("configuration")),
        map.OptionalMap("evaluation") is { } evaluation ? EvaluationSet.Read(evaluation) : null)
    {
        Inputs = map.Has("inputs") ? (int)map.Integer("inputs", 1, InputLimit) : null,
        Engine = map.Has("engine") ? map.Name("engine") : null,
    };
}

/// <summary>
/// A logged stretch of training: <c>run.step</c> {run, step, epoch, batches, loss, checkpoint}. Batches in the order they were
/// read; loss in millionths, mean over the stretch's records; the checkpoint is the state after it.
/// </summary>
public sealed record RunStep(
    string Run, int Step, int Epoch, IReadOnlyList<string> Batches, long LossPpm, ObjectReference Checkpoint) : IPayload<RunStep>
{
    public static string Kind => "run.step";

    public string Subject => Run;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("run", Run).Integer("step", Step).Integer("epoch", Epoch)
            .Texts("batches", Batches).Integer("loss", LossPpm).Map("checkpoint", Checkpoint.ToMap());

    public static RunStep Read(CborMap map) => new(
        map.Text("run"), (int)map.Integer("step", 1, int.MaxValue), (int)map.Integer("epoch", 1, int.MaxValue),
        map.Texts("batches", ScheduleCommit.MaxBatches), map.Integer("loss"), ObjectReference.Read(map.Map("checkpoint")));
}

/// <summary>What a model that foretells a number leaves over on held-out records.</summary>
/// <param name="ExplainedPpm">
/// Coefficient of determination (R²) in millionths, cut off downwards: the whole where nothing is left over, 0 where it foretells no better
/// than the records' own mean, less where worse. <see cref="Least"/> at least, which also stands for a training that diverged, and for
/// records whose targets are all one number.
/// </param>
/// <param name="Rmse">Root of the mean squared error in the target's own unit, as the shortest text of the double.</param>
public sealed record TargetError(long ExplainedPpm, string Rmse)
{
    public const long Least = -1_000_000_000_000;

    /// <summary>Null where neither field is there.</summary>
    /// <exception cref="MalformedException">One is there without the other, or is no such figure.</exception>
    internal static TargetError? Read(CborMap map)
    {
        if (map.Has("testExplained") != map.Has("testRmse"))
        {
            throw new MalformedException("testRmse", "and testExplained are there together or not at all");
        }
        if (!map.Has("testRmse"))
        {
            return null;
        }
        var error = new TargetError(map.Integer("testExplained", Least, Ppm.Whole), map.Text("testRmse", 32));
        return double.TryParse(error.Rmse, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && !(value < 0) && CellText.Of(value) == error.Rmse
            ? error
            : throw new MalformedException("testRmse", "is no number of at least 0 in its shortest form");
    }
}

/// <summary>
/// Ends a run: <c>run.close</c> {run, model, testAccuracy?, testExplained?, testRmse?}. Accuracy on the evaluation set in millionths, or,
/// since rules 10, what is left over of numbers to be foretold.
/// </summary>
public sealed record RunClose(string Run, ObjectReference Model, long? TestAccuracyPpm) : IPayload<RunClose>
{
    public static string Kind => "run.close";

    public string Subject => Run;

    /// <summary>Null where the model tells classes apart, or was not measured.</summary>
    public TargetError? TestError { get; init; }

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("run", Run).Map("model", Model.ToMap()).Integer("testAccuracy", TestAccuracyPpm)
        .Integer("testExplained", TestError?.ExplainedPpm).Text("testRmse", TestError?.Rmse);

    public static RunClose Read(CborMap map) => new(
        map.Text("run"), ObjectReference.Read(map.Map("model")),
        map.Has("testAccuracy") ? map.Integer("testAccuracy", 0, Ppm.Whole) : null)
    {
        TestError = TargetError.Read(map),
    };
}

/// <summary>
/// Puts on record what a run was compared with: <c>run.compare</c> {run, comparison}. The trainings behind the figures are no runs; the
/// figures are the trainer's word, and this holds the trainer to them.
/// </summary>
/// <param name="Comparison">The file with the figures.</param>
public sealed record RunCompare(string Run, ObjectReference Comparison) : IPayload<RunCompare>
{
    public static string Kind => "run.compare";

    public string Subject => Run;

    public CborMapWriter ToMap() => new CborMapWriter().Text("run", Run).Map("comparison", Comparison.ToMap());

    public static RunCompare Read(CborMap map) => new(map.Text("run"), ObjectReference.Read(map.Map("comparison")));
}
