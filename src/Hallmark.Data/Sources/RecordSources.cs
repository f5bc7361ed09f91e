using Hallmark.Data.Sources.Arrays;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Sources.Folders;
using Hallmark.Data.Sources.JsonLines;
using Hallmark.Data.Sources.Logs;
using Hallmark.Data.Sources.Zip;
using Hallmark.Files;

namespace Hallmark.Data.Sources;

/// <summary>
/// The kinds of file that are read, and which of them a file is: by its first bytes, and where those say nothing by its name. Kinds that
/// need a library of their own come from floors above.
/// </summary>
public static class RecordSources
{
    /// <summary>More than the first bytes of any kind.</summary>
    private const int BeginLength = 8 << 10;

    /// <summary>A path that stands for what is piped into the program, as everywhere.</summary>
    private const string Piped = "-";

    /// <summary>It comes once, and may be asked for again.</summary>
    private static readonly Lazy<SourceBytes> StandardInput =
        new(() => SourceBytes.Spool("standard input", InputFiles.OpenStandardInput()));

    private static readonly SourceKind JsonLines = new(JsonLinesSource.Recognises, (bytes, roles) => new JsonLinesSource(bytes, roles));

    /// <summary>In the order of asking: the first that recognises a file reads it.</summary>
    private static readonly SourceKind[] Kinds =
    [
        new(NpyFile.Recognises, ArraySource.Open),
        new(IdxFile.Recognises, ArraySource.Open),
        JsonLines,
        new(LogSource.Recognises, LogSource.Open),
        new((_, _) => true, (bytes, roles) => new CsvSource(bytes.Open, bytes.Name, roles)),
    ];

    /// <summary>Opens what a user names as a source of records; it is read only as far as tells what it is.</summary>
    /// <param name="path">
    /// A file, packed by gzip or in a zip file or not; a folder of files; a pattern such as <c>a/*.csv</c>; or <c>-</c> for standard input.
    /// </param>
    /// <param name="roles">Which columns are the label and the origin; of an array they may be files of their own.</param>
    /// <param name="more">Kinds that are asked first.</param>
    /// <exception cref="SourceException">It cannot be opened, or begins wrong for what it is.</exception>
    public static IRecordSource Open(string path, SourceRoles? roles = null, SourceKinds? more = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var opener = new Opener(roles ?? SourceRoles.None, more ?? SourceKinds.None);
        return FindFolder(path) is { } folder ? opener.Open(folder) : opener.Open(BytesOf(path));
    }

    /// <summary>The files that a folder's path or a pattern stands for; null where it is the path of one.</summary>
    /// <exception cref="SourceException">They cannot be listed, or there are none.</exception>
    internal static SourceFolder? FindFolder(string path) => Directory.Exists(path) ? FolderFiles.InFolder(path)
        : FolderFiles.IsPattern(path) ? FolderFiles.Fitting(path)
        : null;

    internal static SourceBytes BytesOf(string path) => path == Piped ? StandardInput.Value : SourceBytes.OfFile(path);

    /// <summary>Whether this names records although there is no file of that name.</summary>
    public static bool IsMoreThanAFile(string path) => path == Piped || Directory.Exists(path) || FolderFiles.IsPattern(path);

    private sealed record Opener(SourceRoles Roles, SourceKinds More)
    {
        public IRecordSource Open(SourceFolder folder) =>
            More.Folders.FirstOrDefault(kind => kind.Recognises(folder)) is { } known ? known.Open(folder, Roles)
            : Roles.Pattern is null && KindOf(folder.Files[0], folder.Files[0].Begin(BeginLength)) == JsonLines ? JsonLinesSource.Open(folder, Roles)
            : new PartsSource(folder, OpenFile);

        /// <summary>A zip file is what is in it: one file, or a folder of several.</summary>
        public IRecordSource Open(SourceBytes bytes)
        {
            byte[] begin = bytes.Begin(BeginLength);
            if (!ZipFiles.Recognises(begin))
            {
                return OpenFile(bytes, begin);
            }
            SourceFolder folder = ZipFiles.Open(bytes);
            return folder.Files is [var only] && !More.Folders.Any(kind => kind.Recognises(folder)) ? OpenFile(only) : Open(folder);
        }

        private IRecordSource OpenFile(SourceBytes bytes) => OpenFile(bytes, bytes.Begin(BeginLength));

        private IRecordSource OpenFile(SourceBytes bytes, byte[] begin)
        {
            if (ZipFiles.Recognises(begin))
            {
                throw new SourceException(bytes.Name, null, null, "is a zip file among others; unpack it");
            }
            return Roles.Pattern is { } pattern ? LogSource.Open(bytes, Roles, pattern) : KindOf(bytes, begin).Open(bytes, Roles);
        }

        private SourceKind KindOf(SourceBytes bytes, byte[] begin) =>
            More.Files.Concat(Kinds).First(kind => kind.Recognises(bytes.BareName, begin));
    }
}
