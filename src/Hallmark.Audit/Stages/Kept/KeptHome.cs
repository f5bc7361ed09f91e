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

    private readonly HashSet<string> _odd = new(StringComparer.Ordinal);

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

    public bool IsFolder(string path) => KindOf(path) == FileKind.Folder;

    /// <summary>Something that no stage knows; what is neither file nor folder is odd.</summary>
    public void Stray(string path)
    {
        if (IsOf(path, FileKind.Regular, FileKind.Folder))
        {
            Found.Stray(path);
        }
    }

    /// <summary>Whether it is gone by now or of one of these kinds; what is of another is said to be odd.</summary>
    public bool IsOf(string path, params ReadOnlySpan<FileKind> kinds)
    {
        FileFacts? facts = FileFacts.Find(Home.Files.PathOf(path));
        if (facts is not { } found || kinds.Contains(found.Kind))
        {
            return true;
        }
        if (_odd.Add(path))
        {
            Found.Odd(path, found.InWords);
        }
        return false;
    }

    /// <summary>Looks no further than whether all in a folder are files: writers hold them, or fill and remove them.</summary>
    public void LookAtKinds(string path)
    {
        if (IsOf(path, FileKind.Folder) && IsFolder(path))
        {
            foreach (string name in Names(path))
            {
                IsOf($"{path}/{name}", FileKind.Regular);
            }
        }
    }

    private FileKind? KindOf(string path) => FileFacts.Find(Home.Files.PathOf(path))?.Kind;
}
