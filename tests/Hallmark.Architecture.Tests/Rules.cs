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

    /// <summary>The one file of the command line in which a home is opened.</summary>
    private const string OpensHomes = "CommonOptions.cs";


    /// <summary>Files that may be longer, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> LongFiles { get; } = new Dictionary<string, string>();

    /// <summary>Where files are opened by path outside of the floor that opens them, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> OpeningFiles { get; } = new Dictionary<string, string>
    {
        ["src/Hallmark.Ledger/Storage/FileStorage.cs"] = "makes a ledger's file, and opens one for its writer who vouches for its path",
        ["src/Hallmark.Ledger/Publishing/StaticFolder.cs"] = "the lock of whoever publishes",
        ["src/Hallmark.Node/WitnessStore.cs"] = "the lock of a witness's own folder",
        ["src/Hallmark.Operations/Actions/StampHeader.cs"] = "writes a new copy where its user says",
    };

    /// <summary>
    /// Files are opened, and folders listed, by the floor of files alone: what is in a home may be anybody's doing, and is opened as
    /// <c>RegularFiles</c> does. Experiments look at public data and at no home.
    /// </summary>
    public static IEnumerable<string> FilesAreOpenedInOnePlace(IEnumerable<Project> projects) =>
        Matches(
            projects.Where(project => Short(project.Name) is not ("Files" or "Experiments")).Select(project => project with
            {
                Files = [.. project.Files.Where(file => !OpeningFiles.ContainsKey(file.Path))],
            }),
            OpeningByPath());

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

    /// <summary>
    /// The command line keeps options, tables and messages: what signs, submits or shapes an answer is an action, a query or an answer.
    /// </summary>
    public static IEnumerable<string> TheCommandLineOnlyShows(IEnumerable<Project> projects)
    {
        Project[] house = [.. projects];
        Project[] edge = [.. house.Where(project => Short(project.Name) == "Cli")];
        string[] payloads = [.. house.Where(project => Short(project.Name) == "Contracts")
            .SelectMany(project => project.Files).SelectMany(file => PayloadRecord().Matches(file.Code))
                .Select(match => match.Groups[1].Value)];
        return Matches(edge, Acting())
            .Concat(
                Matches(
                    edge.Select(project => project with
                    {
                        Files = [.. project.Files.Where(file => !file.Path.EndsWith(OpensHomes, StringComparison.Ordinal))],
                    }),
                    Opening()))
            .Concat(payloads.Length == 0 ? [] : Matches(edge, new Regex($@"\b({string.Join('|', payloads)})\b")));
    }

    /// <summary>What is measured is measured from outside: nothing in the house knows the bench.</summary>
    public static IEnumerable<string> NothingRefersToTheBench(IEnumerable<Project> projects) =>
        from project in projects where project.References.Contains("Hallmark.Bench") select $"{Short(project.Name)} references Bench";

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

    [GeneratedRegex(
        @"\bnew\s+FileStream\b|\bFile\s*\.\s*(Open|Read|Append)\w*|\b(Directory|DirectoryInfo)\s*\.\s*(Get(Files|Dir|File)|Enumerate)\w*|"
        + @"\bnew\s+(FileInfo|DirectoryInfo)\b|\bMemoryMappedFile\b")]
    private static partial Regex OpeningByPath();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bNotImplementedException\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();

    /// <summary>A record of the contracts that is its own payload.</summary>
    [GeneratedRegex(@"\brecord\s+(\w+)\b[^;{]*?\bI(?:Governed)?Payload<\1\b")]
    private static partial Regex PayloadRecord();

    [GeneratedRegex(@"\b(SubmitAsync|SubmitAllAsync|ObtainAsync|MemberSession|Payload)\b|\.Sign\(|\bJson(Object|Array|Node|Value)\b")]
    private static partial Regex Acting();

    [GeneratedRegex(@"\b(Workspace|HomeReader)\b")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\bSpectre\.Console\b|\bSystem\.CommandLine\b")]
    private static partial Regex ConsoleNames();
}
