using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;
using Hallmark.Files;

namespace Hallmark.Operations.Timestamps;

/// <summary>A file that should hold a timestamp token.</summary>
/// <param name="Height">Block that the file's name says was stamped, null where the name says none. A name proves nothing.</param>
public sealed record TimestampFile(string Path, BlockHeight? Height)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <exception cref="MalformedException">Too large, or not a token.</exception>
    public TimestampToken Read()
    {
        long size = new FileInfo(Path).Length;
        return size <= TimestampToken.SizeLimit
            ? TimestampToken.Read(File.ReadAllBytes(Path))
            : throw new MalformedException("timestamp token", $"has {size} bytes, more than {TimestampToken.SizeLimit}");
    }
}

/// <summary>Timestamp tokens beside a ledger, one file each, named <c>HEIGHT-N.tst</c>: one block may be stamped often.</summary>
public sealed class TimestampFolder(string directory)
{
    private const string Extension = ".tst";

    public string Directory { get; } = directory;

    /// <summary>All tokens, by height and then by name; none where there is no such folder.</summary>
    public IReadOnlyList<TimestampFile> List() => System.IO.Directory.Exists(Directory)
        ? [.. System.IO.Directory.GetFiles(Directory, "*" + Extension)
            .Select(path => new TimestampFile(path, HeightIn(Path.GetFileNameWithoutExtension(path))))
            .OrderBy(file => file.Height?.Value).ThenBy(file => file.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Keeps a token under the first free name of its height; durable when this returns.</summary>
    /// <returns>Path of the new file.</returns>
    public string Store(BlockHeight height, TimestampToken token)
    {
        DurableDirectory.Create(Directory);
        for (int number = 1; ; number++)
        {
            // Two processes may stamp the same block: neither overwrites the other's token.
            string path = Path.Combine(Directory, $"{height}-{number}{Extension}");
            if (DurableFile.TryCreate(path, token.Bytes.Span))
            {
                return path;
            }
        }
    }

    private static BlockHeight? HeightIn(string name)
    {
        string[] parts = name.Split('-');
        return parts.Length == 2 && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong height)
            ? new BlockHeight(height)
            : null;
    }
}
