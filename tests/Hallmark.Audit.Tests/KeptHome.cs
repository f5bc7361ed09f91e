using Hallmark.Operations.Homes;

namespace Hallmark.Audit.Tests;

/// <summary>What lay in a home when it was kept, as values; tests work on a <see cref="LedgerCopy"/> of it.</summary>
/// <param name="File">The ledger's file.</param>
/// <param name="Objects">Of the store, each named by its digest.</param>
/// <param name="Keys">Private keys as text, by member.</param>
/// <param name="Runs">Checkpoints and models, by their path below the folder of runs.</param>
internal sealed record KeptHome(
    byte[] File, IReadOnlyList<byte[]> Objects, IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<string, byte[]> Runs)
{
    public static KeptHome Of(Home home) => new(
        System.IO.File.ReadAllBytes(home.LedgerPath),
        [.. FilesIn(Path.Combine(home.Directory, "objects")).Select(System.IO.File.ReadAllBytes)],
        FilesIn(home.Keys.Path).Where(path => path.EndsWith(".pem", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), System.IO.File.ReadAllText),
        FilesIn(home.Runs.Path)
            .ToDictionary(path => Path.GetRelativePath(home.Runs.Path, path), System.IO.File.ReadAllBytes));

    private static string[] FilesIn(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
}
