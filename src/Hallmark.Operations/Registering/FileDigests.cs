using Hallmark.Data.Sources;
using Hallmark.Files;
using Hallmark.Operations.Homes;
using Hallmark.Sources;

namespace Hallmark.Operations.Registering;

/// <summary>
/// The files that are registered, with their digests; a home keeps those of many or large files, so that a file more in a folder is the only
/// one that is hashed.
/// </summary>
internal static class FileDigests
{
    private const int ManyFiles = 100;
    private const long LargeSize = 64 << 20;

    /// <param name="path">Anything that records are read from.</param>
    /// <exception cref="SourceException">A file cannot be read.</exception>
    public static SourceFiles? Of(Home home, string path)
    {
        KnownFiles known = KnownFiles.Read(
            home.Files.Read(Home.DigestsName, KnownFiles.SizeLimit) is FileAnswer<byte[]>.Found found ? found.Value : []);
        SourceFiles? files = KnownSources.FilesOf(path, known);
        bool isWorthIt = files is not null
            && (files.Facts.Skip(ManyFiles - 1).Any() || files.Facts.Sum(file => file.Size) >= LargeSize);
        if (isWorthIt && known.HasNews)
        {
            Keep(home.Files.PathOf(Home.DigestsName), known.ToBytes());
        }
        return files;
    }

    private static void Keep(string path, byte[] bytes)
    {
        if (FileFacts.Find(path) is not (null or { Kind: FileKind.Regular }))
        {
            return; // somebody put something else there, which the audit names
        }
        try
        {
            DurableFile.ReplaceUnflushed(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one hashes all files again; registering does not depend on it.
        }
    }
}
