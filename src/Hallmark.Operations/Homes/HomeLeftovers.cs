using Hallmark.Data.Custody;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>
/// What processes that died left among the incoming files of a home. Whoever holds the writer's lock removes it, and nobody else: who only
/// reads, or hands in, deletes nothing.
/// </summary>
internal static class HomeLeftovers
{
    /// <exception cref="IOException">They cannot be removed.</exception>
    public static void Remove(Home home)
    {
        IEnumerable<RegularFiles> custodies = FoldersOf(home.Custody);
        foreach (RegularFiles folder in (IEnumerable<RegularFiles>)
            [home.Objects, .. FoldersOf(home.Private), .. custodies, .. custodies.Select(custody => custody.In(WrapFolder.Name))])
        {
            IncomingFiles.RemoveLeftovers(folder.In(IncomingFiles.FolderName));
        }
    }

    private static IEnumerable<RegularFiles> FoldersOf(RegularFiles files) =>
        files.List().Where(name => FileFacts.Find(files.PathOf(name)) is { Kind: FileKind.Folder }).Select(files.In);
}
