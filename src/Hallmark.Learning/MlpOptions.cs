namespace Hallmark.Learning;

/// <summary>Everything, besides the records and their order, that decides what a training gives.</summary>
/// <param name="Inputs">Features of a record.</param>
/// <param name="Hidden">Widths of the hidden layers; none makes it a logistic regression. At most 16 layers.</param>
/// <param name="Classes">At least 2; or 1 for a network that foretells a number, which is trained on squared errors.</param>
public sealed record MlpOptions(int Inputs, IReadOnlyList<int> Hidden, int Classes)
{
    public const int LayerWidthMax = 1 << 16;
    public const int InputsMax = 1 << 20;
    public const int HiddenLayersMax = 16;
    public const int ParametersMax = 1 << 27;

    /// <summary>Step size; positive. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Share of the last step that is kept, in [0, 1). Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay: the loss grows by L2 / 2 times the squared weights, biases left out. Default 0.</summary>
    public double L2 { get; init; }

    /// <summary>Records per step; the last step of a batch may have fewer. Default 32.</summary>
    public int MiniBatch { get; init; } = 32;

    /// <summary>Decides the first weights and the order within batches. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <exception cref="ArgumentException">A value that cannot be used; the message and the parameter name the field.</exception>
    public void Validate()
    {
        if (Fault() is { } fault)
        {
            throw new ArgumentException($"{fault.Field} cannot be {fault.Value}.", fault.Field);
        }
    }

    /// <summary>The first field that cannot be used, with its value, or null: for options read from untrusted bytes.</summary>
    public (string Field, object Value)? Fault() => this switch
    {
        { Inputs: < 1 or > InputsMax } => (nameof(Inputs), Inputs),
        { Hidden: null } => (nameof(Hidden), "null"),
        { Hidden.Count: > HiddenLayersMax } => (nameof(Hidden), $"{Hidden.Count} layers"),
        _ when Hidden.Any(width => width is < 1 or > LayerWidthMax) => (nameof(Hidden), string.Join(", ", Hidden)),
        { Classes: < 1 or > LayerWidthMax } => (nameof(Classes), Classes),
        _ when !(LearningRate > 0 && double.IsFinite(LearningRate)) => (nameof(LearningRate), LearningRate),
        _ when !(Momentum >= 0 && Momentum < 1) => (nameof(Momentum), Momentum),
        _ when !(L2 >= 0 && double.IsFinite(L2)) => (nameof(L2), L2),
        { MiniBatch: < 1 or > LayerWidthMax } => (nameof(MiniBatch), MiniBatch),
        _ when ParameterCount() > ParametersMax => (nameof(Hidden), $"so wide that there are {ParameterCount()} parameters"),
        _ => null,
    };

    /// <summary>How many weights and biases all layers have together.</summary>
    public long ParameterCount()
    {
        long count = 0;
        long width = Inputs;
        foreach (int next in (IEnumerable<int>)[.. Hidden, Classes])
        {
            count += (width + 1) * next;
            width = next;
        }
        return count;
    }

    /// <summary>Two options are equal when they give the same training.</summary>
    public bool Equals(MlpOptions? other) =>
        other is not null && Inputs == other.Inputs && Classes == other.Classes && Hidden.SequenceEqual(other.Hidden)
        && LearningRate.Equals(other.LearningRate) && Momentum.Equals(other.Momentum) && L2.Equals(other.L2)
        && MiniBatch == other.MiniBatch && Seed == other.Seed;

    public override int GetHashCode() => HashCode.Combine(Inputs, Hidden.Count, Classes, LearningRate, MiniBatch, Seed);
}
