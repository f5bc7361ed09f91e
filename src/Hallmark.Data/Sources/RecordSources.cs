using Hallmark.Data.Sources.Arrays;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Sources;

/// <summary>
/// The kinds of file that are read, and which of them a file is: by its first bytes, and where those say nothing by its name.
/// </summary>
public static class RecordSources
{
    /// <summary>In the order of asking: the first that recognises a file reads it.</summary>
    private static readonly Kind[] Kinds =
    [
        new(NpyFile.Recognises, ArraySource.Open),
        new(IdxFile.Recognises, ArraySource.Open),
        new((_, _) => true, (path, roles) => new CsvSource(path, roles)),
    ];

    private delegate bool Recogniser(string name, ReadOnlySpan<byte> begin);

    /// <summary>Opens a file as a source of records; it is read only as far as tells what it is.</summary>
    /// <param name="path">A file, packed by gzip or not.</param>
    /// <param name="roles">Which columns are the label and the origin; of an array they may be files of their own.</param>
    /// <exception cref="SourceException">The file cannot be opened, or begins wrong for what it is.</exception>
    public static IRecordSource Open(string path, SourceRoles? roles = null)
    {
        byte[] begin = SourceFile.Begin(path);
        string name = SourceFile.BareName(path);
        return Kinds.First(kind => kind.Recognises(name, begin)).Open(path, roles ?? SourceRoles.None);
    }

    /// <param name="Recognises">Given the name without <c>.gz</c> and the first bytes of the contents.</param>
    private sealed record Kind(Recogniser Recognises, Func<string, SourceRoles, IRecordSource> Open);
}
