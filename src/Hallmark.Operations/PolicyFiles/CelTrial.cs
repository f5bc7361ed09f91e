using Hallmark.Cel;

namespace Hallmark.Operations.PolicyFiles;

/// <summary>An expression of the language of policies, tried out without a policy or a ledger.</summary>
/// <param name="Container">Namespace in which names are looked up.</param>
public sealed record CelTrial(string Expression, string Container, CelBindings Variables)
{
    public CelTried Run()
    {
        CelEnvironment environment = Variables.Environment(Container);
        try
        {
            return Run(environment.Compile(Expression));
        }
        catch (CelException unfit)
        {
            return RunUnchecked(environment, unfit);
        }
    }

    /// <summary>An expression that does not check but has a value has that value: whoever tries things out is told both.</summary>
    private CelTried RunUnchecked(CelEnvironment environment, CelException unfit)
    {
        try
        {
            CelTried tried = Run(environment.CompileUnchecked(Expression));
            return tried.Value is null ? new CelTried(null, unfit.Message, null) : tried with { Unfit = unfit.Message };
        }
        catch (CelException)
        {
            return new CelTried(null, unfit.Message, null);
        }
    }

    private CelTried Run(CelProgram program)
    {
        CelResult result = program.Evaluate(Variables.Values, CelLimits.Default);
        return result.IsValue ? new CelTried(result.Value, null, null) : new CelTried(null, result.Error!.Message, null);
    }
}

/// <summary>What came of it: a value or an error.</summary>
/// <param name="Error">Why there is no value.</param>
/// <param name="Unfit">Why a policy could not say this although it has a value: its types do not fit.</param>
public sealed record CelTried(CelValue? Value, string? Error, string? Unfit);
