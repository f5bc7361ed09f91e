namespace Hallmark.Data.Tests.Sources;

/// <summary>Files as people have them, which lie outside the repository, below the folder that HALLMARK_SHARED names.</summary>
internal static class SharedCases
{
    private const string Variable = "HALLMARK_SHARED";

    /// <summary>Path of a case; skips the test where the cases are not there.</summary>
    public static string Require(string name)
    {
        string? shared = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(shared), $"Shared cases are not part of the repository: set {Variable} to the folder that holds cases/.");
        return Path.Combine(shared!, "cases", "field", name);
    }
}
