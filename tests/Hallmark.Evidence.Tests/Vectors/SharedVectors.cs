using System.Text.Json;

namespace Hallmark.Evidence.Tests.Vectors;

/// <summary>Published test vectors, which lie outside the repository: the variable HALLMARK_SHARED names the folder above them.</summary>
internal static class SharedVectors
{
    private const string Variable = "HALLMARK_SHARED";

    /// <summary>Every JSON file below a folder of vectors, in ordinal order of its relative path.</summary>
    public static IReadOnlyList<(string Name, JsonElement Json)> Read(string folder, string pattern = "*.json")
    {
        string? shared = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(shared))
        {
            Assert.Skip($"Published vectors are not part of the repository: set {Variable} to the folder that holds vectors/.");
        }
        string root = Path.Combine(shared, "vectors", folder);
        return [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(root, file), JsonDocument.Parse(File.ReadAllBytes(file)).RootElement))];
    }
}
