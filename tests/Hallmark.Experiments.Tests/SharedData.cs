namespace Hallmark.Experiments.Tests;

/// <summary>The public data sets, which lie outside the repository: the variable HALLMARK_SHARED names the folder above them.</summary>
internal static class SharedData
{
    private const string Variable = "HALLMARK_SHARED";

    public static ExperimentData Open()
    {
        string? shared = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(shared))
        {
            Assert.Skip($"The data sets are not part of the repository: set {Variable} to the folder that holds baselines/.");
        }
        return new ExperimentData(Path.Combine(shared, "baselines", "data"));
    }
}
