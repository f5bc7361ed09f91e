using System.Text.RegularExpressions;

namespace Hallmark.Architecture.Tests;

/// <summary>The rules of the house as functions from projects to offences, so that each can be shown an offender.</summary>
internal static partial class Rules
{
    public const int LineLimit = 400;

    private const string Prefix = "Hallmark.";
    private static readonly string[] EvidencePackages = ["NSec.Cryptography"];
    private static readonly string[] Composing = ["Node", "Cli"];
    private static readonly string[] ConsolePackages = ["Spectre.Console", "System.CommandLine"];

    /// <summary>Files that may be longer, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> LongFiles { get; } = new Dictionary<string, string>();

    public static IEnumerable<string> ReferencesOnlyBelow(IEnumerable<Project> projects) =>
        from project in projects
        let name = Short(project.Name)
        from reference in project.References.Select(Short)
        where !Floors.Allowed.TryGetValue(name, out string[]? allowed) || !allowed.Contains(reference)
        select $"{name} references {reference}";

    public static IEnumerable<string> EveryProjectHasAFloor(IEnumerable<Project> projects) =>
        projects.Select(project => Short(project.Name)).Where(name => !Floors.Allowed.ContainsKey(name))
            .Select(name => $"{name} has no floor");

    /// <summary>An auditor needs Evidence alone, so what comes with it is named here, each with its weight (docs/decisions/0009).</summary>
    public static IEnumerable<string> EvidenceHasOnlyLightPackages(IEnumerable<Project> projects) =>
        from project in projects
        where Short(project.Name) == "Evidence"
        from package in project.Packages
        where !EvidencePackages.Contains(package)
        select $"Evidence references the package {package}";

    public static IEnumerable<string> EvidenceDoesNoIO(IEnumerable<Project> projects) =>
        Matches(projects.Where(project => Short(project.Name) == "Evidence"), IO());

    public static IEnumerable<string> FilesStayShort(IEnumerable<Project> projects) =>
        from project in projects
        from file in project.Files
        where file.Lines > LineLimit && !LongFiles.ContainsKey(file.Path)
        select $"{file.Path} has {file.Lines} lines";

    public static IEnumerable<string> NothingIsUnfinished(IEnumerable<Project> projects) =>
        from project in projects
        from file in project.Files
        from Match match in Unfinished().Matches(file.Text)
        select $"{file.Path}: {match.Value}";

    public static IEnumerable<string> TimeComesFromAProvider(IEnumerable<Project> projects) => Matches(projects, Clock());

    public static IEnumerable<string> OnlyTheEdgeTalksToAConsole(IEnumerable<Project> projects) =>
        (from project in projects
         where !Composing.Contains(Short(project.Name))
         from package in project.Packages
         where ConsolePackages.Contains(package)
         select $"{Short(project.Name)} references {package}")
        .Concat(Matches(projects.Where(project => !Composing.Contains(Short(project.Name))), ConsoleNames()));

    private static IEnumerable<string> Matches(IEnumerable<Project> projects, Regex forbidden) =>
        from project in projects
        from file in project.Files
        from Match match in forbidden.Matches(file.Code)
        select $"{file.Path}: {match.Value}";

    private static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    [GeneratedRegex(
        @"\b(File|Directory|Console)\s*\.\s*\w+|"
        + @"\b(FileStream|FileInfo|DirectoryInfo|HttpClient|Socket|Process)\b|\bSystem\.(IO|Net)\b")]
    private static partial Regex IO();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bNotImplementedException\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bSpectre\.Console\b|\bSystem\.CommandLine\b")]
    private static partial Regex ConsoleNames();
}
