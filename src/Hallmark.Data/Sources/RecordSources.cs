using Hallmark.Data.Sources.Arrays;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Sources.Folders;
using Hallmark.Data.Sources.JsonLines;

namespace Hallmark.Data.Sources;

/// <summary>
/// The kinds of file that are read, and which of them a file is: by its first bytes, and where those say nothing by its name. Kinds that
/// need a library of their own come from floors above.
/// </summary>
public static class RecordSources
{
    /// <summary>More than the first bytes of any kind.</summary>
    private const int BeginLength = 512;

    /// <summary>In the order of asking: the first that recognises a file reads it.</summary>
    private static readonly SourceKind[] Kinds =
    [
        new(NpyFile.Recognises, ArraySource.Open),
        new(IdxFile.Recognises, ArraySource.Open),
        new(JsonLinesSource.Recognises, (bytes, roles) => new JsonLinesSource(bytes, roles)),
        new((_, _) => true, (bytes, roles) => new CsvSource(bytes.Open, bytes.Name, roles)),
    ];

    /// <summary>Opens what a user names as a source of records; it is read only as far as tells what it is.</summary>
    /// <param name="path">A file, packed by gzip or not; a folder of files; or a pattern such as <c>a/*.csv</c>.</param>
    /// <param name="roles">Which columns are the label and the origin; of an array they may be files of their own.</param>
    /// <param name="more">Kinds that are asked first.</param>
    /// <exception cref="SourceException">It cannot be opened, or begins wrong for what it is.</exception>
    public static IRecordSource Open(string path, SourceRoles? roles = null, SourceKinds? more = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var opener = new Opener(roles ?? SourceRoles.None, more ?? SourceKinds.None);
        return Directory.Exists(path) ? opener.Open(FolderFiles.InFolder(path))
            : FolderFiles.IsPattern(path) ? opener.Open(FolderFiles.Fitting(path))
            : opener.Open(SourceBytes.OfFile(path));
    }

    /// <summary>Whether this names records although there is no file of that name.</summary>
    public static bool IsMoreThanAFile(string path) => Directory.Exists(path) || FolderFiles.IsPattern(path);

    private sealed record Opener(SourceRoles Roles, SourceKinds More)
    {
        public IRecordSource Open(SourceFolder folder) =>
            More.Folders.FirstOrDefault(kind => kind.Recognises(folder)) is { } known
                ? known.Open(folder, Roles)
                : new PartsSource(folder, Open);

        public IRecordSource Open(SourceBytes bytes)
        {
            byte[] begin = bytes.Begin(BeginLength);
            string name = bytes.BareName;
            return More.Files.Concat(Kinds).First(kind => kind.Recognises(name, begin)).Open(bytes, Roles);
        }
    }
}
