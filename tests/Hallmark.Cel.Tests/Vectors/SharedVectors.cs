namespace Hallmark.Cel.Tests.Vectors;

/// <summary>Published test vectors, which lie outside the repository: the variable HALLMARK_SHARED names the folder above them.</summary>
internal static class SharedVectors
{
    private const string Variable = "HALLMARK_SHARED";

    /// <summary>The files of CEL cases, in ordinal order of their names.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Cel()
    {
        string? shared = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(shared))
        {
            Assert.Skip($"Published vectors are not part of the repository: set {Variable} to the folder that holds vectors/.");
        }
        return [.. Directory.EnumerateFiles(Path.Combine(shared, "vectors", "cel-fixed"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))];
    }
}
