using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;
using Hallmark.Files;

namespace Hallmark.Operations.Timestamps;

/// <summary>A file that should hold a timestamp token.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Name">In that folder.</param>
/// <param name="Height">Block that the file's name says was stamped, null where the name says none. A name proves nothing.</param>
public sealed record TimestampFile(RegularFiles Folder, string Name, BlockHeight? Height)
{
    /// <exception cref="MalformedException">Too large, not a token, or no regular file.</exception>
    /// <exception cref="FileRefusedException">This user cannot read it.</exception>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public TimestampToken Read()
    {
        FileAnswer<byte[]> answer = Folder.Read(Name, TimestampToken.SizeLimit);
        return answer is FileAnswer<byte[]>.Refused { Why: not FileRefusal.Unreadable } refused
            ? throw new MalformedException("timestamp token", refused.Reason)
            : TimestampToken.Read(answer.OrNull() ?? throw new FileNotFoundException($"{Folder.PathOf(Name)} is gone"));
    }
}

/// <summary>Timestamp tokens beside a ledger, one file each, named <c>HEIGHT-N.tst</c>: one block may be stamped often.</summary>
public sealed class TimestampFolder(RegularFiles files)
{
    private const string Extension = ".tst";

    /// <summary>All tokens, by height and then by name; none where there is no such folder.</summary>
    /// <exception cref="FileRefusedException">What has the folder's name is none, or is not to be looked at.</exception>
    public IReadOnlyList<TimestampFile> List() =>
        [.. files.List().Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => new TimestampFile(files, name, HeightIn(name[..^Extension.Length])))
            .OrderBy(file => file.Height?.Value).ThenBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>Keeps a token under the first free name of its height; durable when this returns.</summary>
    /// <returns>Path of the new file.</returns>
    public string Store(BlockHeight height, TimestampToken token)
    {
        files.Create();
        for (int number = 1; ; number++)
        {
            // Two processes may stamp the same block: neither overwrites the other's token.
            string path = files.PathOf($"{height}-{number}{Extension}");
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
