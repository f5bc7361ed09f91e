using Hallmark.Client;
using Hallmark.Files;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>A home whose files are looked at, and what they are held against.</summary>
/// <param name="OnlyRun">Only this run's files; null for all.</param>
internal sealed record KeptHome(HomeReader Reader, Catalog Catalog, string? OnlyRun, FileFindings Found)
{
    /// <summary>More names in one folder are not looked at: that they are there is said.</summary>
    private const int NamesLimit = 1_000_000;

    public Home Home => Reader.Home;

    /// <summary>The names in a folder of the home, in order.</summary>
    /// <param name="path">Its path below the home; empty for the home itself.</param>
    /// <exception cref="FileRefusedException">It is a link or no folder, or cannot be looked at.</exception>
    public IEnumerable<string> Names(string path)
    {
        IReadOnlyList<string> names = (path.Length == 0 ? Home.Files : Home.Files.In(path)).List(NamesLimit + 1);
        if (names.Count > NamesLimit)
        {
            Found.Add(
                "file.more", AuditVerdict.Incomplete, $"has more than {NamesLimit} names, of which no more were looked at",
                path.Length == 0 ? "." : path);
        }
        return names.Take(NamesLimit).Order(StringComparer.Ordinal);
    }

    public bool IsFolder(string path) => FileFacts.Find(Home.Files.PathOf(path)) is { Kind: FileKind.Folder };
}
