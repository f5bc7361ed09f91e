using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel;

/// <summary>A compiled expression. It holds no state of evaluations, so threads may share it.</summary>
public sealed class CelProgram
{
    private readonly Node _root;
    private readonly int _locals;

    internal CelProgram(string source, CelType resultType, Node root, int locals)
    {
        Source = source;
        ResultType = resultType;
        _root = root;
        _locals = locals;
    }

    public string Source { get; }

    /// <summary>What the check found the value to be; <see cref="CelType.Dyn"/> without a check.</summary>
    public CelType ResultType { get; }

    /// <summary>The expression's value, or an error; nothing is thrown.</summary>
    /// <param name="activation">
    /// The variables' values by slot. One that is missing or the default value is not bound: using it is an error of evaluation.
    /// </param>
    public CelResult Evaluate(ReadOnlySpan<CelValue> activation, CelLimits limits)
    {
        var frame = new Frame(activation, _locals == 0 ? default : new CelValue[_locals], limits);
        try
        {
            CelValue value = _root.Evaluate(ref frame);
            CelError? error = value.IsError ? new CelError(CelErrorKind.Evaluation, value.RawError) : null;
            return new CelResult(value, error, limits.Steps - frame.StepsLeft);
        }
        catch (LimitExceededException e)
        {
            return new CelResult(default, new CelError(CelErrorKind.LimitExceeded, e.Message), limits.Steps);
        }
    }
}
