using System.IO.Compression;
using Hallmark.Data.Sources.Folders;

namespace Hallmark.Data.Sources.Zip;

/// <summary>
/// The files in a zip file, unpacked as they are read and checked against the sums that the zip file has of them. Left out are those that
/// <see cref="Hallmark.Files.InputFolders"/> leaves out, such as <c>__MACOSX/</c>.
/// </summary>
internal static class ZipFiles
{
    private const long AlwaysUnpacked = 1L << 30;
    private const long MostCompressed = 1_000;

    public static bool Recognises(ReadOnlySpan<byte> begin) => begin.StartsWith("PK\x03\x04"u8) || begin.StartsWith("PK\x05\x06"u8);

    /// <exception cref="SourceException">
    /// It cannot be read; it holds nothing; or something that is encrypted, named twice or as if it lay elsewhere, or that unpacks to more
    /// than anybody means.
    /// </exception>
    public static SourceFolder Open(SourceBytes bytes)
    {
        var stream = new ZipBytes(bytes.OpenSeekable());
        ZipArchive archive = SourceFile.Guard(bytes.Name, () => new ZipArchive(stream, ZipArchiveMode.Read));
        ZipArchiveEntry[] files = SourceFile.Guard(bytes.Name, () => archive.Entries.Where(IsMeant).ToArray());
        if (ForeignFormats.OfPackage([.. archive.Entries.Select(entry => entry.FullName)]) is { } foreign)
        {
            throw new SourceException(bytes.Name, null, null, foreign);
        }
        Require(bytes.Name, files, stream.Length);
        SourceFile.Guard(bytes.Name, () => ZipEnd.Require(stream));
        return new SourceFolder(
            bytes.Name, bytes.Name,
            [.. files.OrderBy(file => file.FullName, StringComparer.Ordinal).Select(file =>
            {
                var member = new ZipMember(file, stream);
                return new SourceBytes($"{bytes.Name}/{file.FullName}", () => new ZipMemberStream(member, stream));
            })]);
    }

    private static bool IsMeant(ZipArchiveEntry entry) =>
        !entry.FullName.EndsWith('/') && PartsOf(entry).All(part => part == ".." || part[0] is not ('.' or '_'));

    /// <summary>Of its name; some programs write <c>./a</c> and <c>a//b</c>, which mean no more than <c>a</c> and <c>a/b</c>.</summary>
    private static IEnumerable<string> PartsOf(ZipArchiveEntry entry) =>
        entry.FullName.Split('/').Where(part => part.Length > 0 && part != ".");

    private static void Require(string name, ZipArchiveEntry[] files, long length)
    {
        string? problem = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Int128 unpacked = 0;
        foreach (ZipArchiveEntry file in files)
        {
            unpacked += file.Length;
            problem ??= file.IsEncrypted ? $"'{file.FullName}' in it is encrypted"
                : file.FullName.StartsWith('/') || PartsOf(file).Contains("..") ? $"'{file.FullName}' in it lies outside of it"
                : !seen.Add(string.Join('/', PartsOf(file))) ? $"'{file.FullName}' is in it twice"
                : file.FullName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? $"'{file.FullName}' in it is packed once more"
                : null;
        }
        problem ??= files.Length == 0 ? "there is no file to read in it"
            : files.Length > FolderFiles.FileLimit ? $"has more than {FolderFiles.FileLimit} files"
            : unpacked > AlwaysUnpacked + ((Int128)length * MostCompressed) ? $"says that its {length} bytes unpack to {unpacked}"
            : null;
        if (problem is not null)
        {
            throw new SourceException(name, null, null, problem);
        }
    }
}
