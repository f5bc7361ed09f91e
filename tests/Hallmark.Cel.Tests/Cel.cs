namespace Hallmark.Cel.Tests;

/// <summary>Short ways to compile and evaluate.</summary>
internal static class Cel
{
    public static CelEnvironment Empty { get; } = new([]);

    /// <summary>Checked, without variables.</summary>
    public static CelResult Run(string expression) => Empty.Compile(expression).Evaluate([], CelLimits.Default);

    public static CelResult RunUnchecked(string expression) => Empty.CompileUnchecked(expression).Evaluate([], CelLimits.Default);

    public static string Text(string expression)
    {
        CelResult result = Run(expression);
        return result.IsValue ? CelJson.Text(result.Value) : "error: " + result.Error!.Message;
    }

    public static void IsTrue(string expression) => Assert.Equal("""{"bool":true}""", Text(expression));

    public static void Fails(string expression)
    {
        CelResult result = Run(expression);
        Assert.Equal(CelErrorKind.Evaluation, result.Error?.Kind);
    }

    /// <summary>Where and why an expression does not compile.</summary>
    public static string Refusal(string expression) => Refusal(Empty, expression);

    public static string Refusal(CelEnvironment environment, string expression) =>
        Assert.Throws<CelException>(() => environment.Compile(expression)).Message;
}
