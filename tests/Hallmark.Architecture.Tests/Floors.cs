namespace Hallmark.Architecture.Tests;

/// <summary>
/// Which projects a project may reference: only those on the floors below it, and of those only the ones it has a use for.
/// </summary>
internal static class Floors
{
    private static readonly string[] First = ["Evidence", "Files", "Cel", "Learning"];
    private static readonly string[] UpToThird =
        [.. First, "Ledger", "Data", "Contracts", "Features", "Sources", "Quality", "Scheduling", "Client"];
    private static readonly string[] UpToFourth = [.. UpToThird, "Training", "Federation", "Operations", "Audit", "Reports", "Experiments"];

    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Evidence"] = [],
        ["Files"] = [],
        ["Cel"] = [],
        ["Learning"] = [],
        ["Ledger"] = ["Evidence", "Files"],
        ["Data"] = ["Evidence", "Files"],
        ["Contracts"] = ["Evidence", "Ledger", "Data", "Cel", "Learning"],
        ["Sources"] = ["Files", "Data"],
        ["Embeddings"] = ["Sources"],
        ["Features"] = ["Evidence", "Data", "Learning"],
        ["Quality"] = ["Evidence", "Data", "Learning", "Features"],
        ["Scheduling"] = ["Evidence", "Data", "Learning", "Features"],
        ["Client"] = ["Evidence", "Files", "Ledger", "Data", "Contracts"],
        ["Training"] = UpToThird,
        ["Federation"] = UpToThird,
        ["Operations"] = [.. UpToThird, "Training"],
        ["Audit"] = [.. UpToThird, "Training", "Operations"],
        ["Reports"] = [.. UpToThird, "Training", "Operations", "Audit"],
        ["Experiments"] = [.. UpToThird, "Training", "Operations", "Audit", "Reports"],
        ["Api"] = UpToFourth,
        ["Node"] = [.. UpToFourth, "Api"],
        ["Cli"] = [.. UpToFourth, "Api", "Node"],
    };
}
