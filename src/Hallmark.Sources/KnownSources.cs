using Hallmark.Data.Sources;
using Hallmark.Sources.Columnar;
using Hallmark.Sources.Databases;
using Hallmark.Sources.Embeddings;
using Hallmark.Sources.Images;

namespace Hallmark.Sources;

/// <summary>
/// All that records are read from: what <see cref="RecordSources"/> reads, and the kinds that a library of their own decodes. Nothing
/// below this project knows those libraries.
/// </summary>
public static class KnownSources
{
    private static readonly SourceKinds Kinds = new(
        [
            new SourceKind(ParquetSource.Recognises, ParquetSource.Open),
            new SourceKind(ArrowSource.Recognises, ArrowSource.Open),
        ],
        [new FolderKind(ImageFolderSource.Recognises, ImageFolderSource.Open)]);

    /// <summary>Opens what a user names as a source of records; it is read only as far as tells what it is.</summary>
    /// <param name="path">As <see cref="RecordSources"/> reads, or a database, of which the roles have the query.</param>
    /// <param name="roles">Which columns are the label and the origin.</param>
    /// <exception cref="SourceException">It cannot be opened, or begins wrong for what it is.</exception>
    public static IRecordSource Open(string path, SourceRoles? roles = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IRecordSource source = DatabaseSource.Recognises(path) ? DatabaseSource.Open(path, roles ?? SourceRoles.None)
            : roles?.Query is null ? RecordSources.Open(path, roles, Kinds)
            : throw new SourceException(path, null, null, "is no database that could be queried");
        return (roles?.Embeddings ?? []).Aggregate(source, EmbeddedSource.Of);
    }

    /// <summary>The files behind it, as they are given; null where there are none, as of a database.</summary>
    /// <param name="known">Files that were hashed before; null for none.</param>
    /// <exception cref="SourceException">A file cannot be read.</exception>
    public static SourceFiles? FilesOf(string path, KnownFiles? known = null) =>
        DatabaseSource.Recognises(path) ? null : SourceFiles.Of(path, known);

    /// <summary>Whether this names a database, which is asked by a query.</summary>
    public static bool IsDatabase(string name) => DatabaseSource.Recognises(name);

    /// <summary>Whether this names records although there is no file of that name.</summary>
    public static bool IsMoreThanAFile(string path) => DatabaseSource.Recognises(path) || RecordSources.IsMoreThanAFile(path);
}
