using System.IO.Enumeration;
using Hallmark.Files;

namespace Hallmark.Data.Sources.Folders;

/// <summary>The files that a folder holds, or whose paths fit a pattern such as <c>data/*.csv</c>.</summary>
internal static class FolderFiles
{
    /// <summary>The most files that are one source.</summary>
    public const int FileLimit = 1_000_000;

    private const string AnyDepth = "**";

    /// <summary>Whether a path that is no file stands for those whose paths look like it.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?') && !File.Exists(path);

    /// <exception cref="SourceException">It cannot be listed, or holds no files.</exception>
    public static SourceFolder InFolder(string folder) => Named(folder, folder, List(folder, folder));

    /// <summary>
    /// <c>*</c> and <c>?</c> stand for characters of one name, <c>**</c> for folders at any depth. The shell's own patterns give several
    /// paths; this one gives one source.
    /// </summary>
    /// <exception cref="SourceException">No file's path fits, or folders cannot be listed.</exception>
    public static SourceFolder Fitting(string pattern)
    {
        string[] parts = pattern.Split('/');
        int plain = Array.FindIndex(parts, part => part.AsSpan().ContainsAny('*', '?'));
        string folder = string.Join('/', parts[..plain]);
        folder = folder.Length > 0 ? folder : pattern.StartsWith('/') ? "/" : ".";
        return !Directory.Exists(folder)
            ? throw new SourceException(pattern, null, null, $"there is no folder {folder}")
            : Named(pattern, folder, List(pattern, folder).Where(file => Fits(file.Split('/'), parts.AsSpan(plain))));
    }

    private static bool Fits(ReadOnlySpan<string> names, ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty || names.IsEmpty)
        {
            return parts.IsEmpty && names.IsEmpty;
        }
        return parts[0] == AnyDepth
            ? Fits(names, parts[1..]) || Fits(names[1..], parts)
            : FileSystemName.MatchesSimpleExpression(parts[0], names[0], ignoreCase: false) && Fits(names[1..], parts[1..]);
    }

    /// <summary>Below the root lie the files that the system makes up, some of which come and go with each process.</summary>
    private static IReadOnlyList<string> List(string name, string folder) =>
        Path.GetFullPath(folder) is var full && Path.GetPathRoot(full) == full
            ? throw new SourceException(name, null, null, "is a folder that holds all others: name the one with the data")
            : SourceFile.Guard(name, () => InputFolders.List(folder, FileLimit));

    private static SourceFolder Named(string name, string folder, IEnumerable<string> files)
    {
        SourceBytes[] found = [.. files.Select(file => SourceBytes.OfFile(folder == "." ? file : Path.Combine(folder, file)))];
        string root = folder == "." ? "" : Path.TrimEndingDirectorySeparator(folder);
        return found.Length > 0
            ? new SourceFolder(Path.TrimEndingDirectorySeparator(name), root, found)
            : throw new SourceException(name, null, null, "there is no file to read");
    }
}
