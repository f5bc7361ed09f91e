using System.IO.Enumeration;

namespace Hallmark.Files;

/// <summary>
/// The files below a folder that a user names, such as a data set in parts. Links to files are followed, as <see cref="InputFiles"/> does;
/// links to folders are not entered, so a walk ends.
/// </summary>
public static class InputFolders
{
    /// <summary>
    /// Paths below the folder, with slashes between, in ordinal order of their names; whatever begins with a dot or an underscore is left
    /// out, as programs do that write data in parts (<c>_SUCCESS</c>, <c>.part.crc</c>).
    /// </summary>
    /// <param name="folder">A folder.</param>
    /// <param name="limit">The most files that there may be.</param>
    /// <exception cref="FileRefusedException">There are more.</exception>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not list it.</exception>
    public static IReadOnlyList<string> List(string folder, int limit)
    {
        string root = Path.GetFullPath(folder);
        var files = new FileSystemEnumerable<string>(root, Relative, new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = 0,
        })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsMeant(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                IsMeant(entry.FileName) && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        var found = new List<string>();
        foreach (string file in files)
        {
            found.Add(file);
            if (found.Count > limit)
            {
                throw new FileRefusedException(folder, FileRefusal.Size, $"has more than {limit} files");
            }
        }
        found.Sort(StringComparer.Ordinal);
        return found;

        string Relative(ref FileSystemEntry entry) =>
            Path.GetRelativePath(root, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/');
    }

    private static bool IsMeant(ReadOnlySpan<char> name) => name[0] is not ('.' or '_');
}
