using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Operations.Schemas;

namespace Hallmark.Operations;

/// <summary>How a file was read, which its owner has to know before believing anything said of it.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Dialect">How the table is written; null for what is no text.</param>
/// <param name="Notes">What finding a schema did that its user may not expect; none where the schema was there.</param>
/// <param name="PositionUnit">What places in such a file are counted in.</param>
public sealed record ReadSource(string File, CsvDialect? Dialect, IReadOnlyList<SchemaNote> Notes, string PositionUnit)
{
    private const int NotesTold = 10;

    /// <summary>The files as they were given; null where there are none, as of a database, or nobody asked.</summary>
    public SourceFiles? Files { get; init; }

    /// <summary>Columns of a new dataset of which it is not clear what they are for.</summary>
    public IReadOnlyList<AskedColumn> Asked { get; init; } = [];

    /// <summary>What speaks for a label being a number to be foretold, after "has"; null where nothing does.</summary>
    public string? LikelyTarget { get; init; }

    /// <summary>Classes of a new dataset that are spelled alike, each time at least two.</summary>
    public IReadOnlyList<IReadOnlyList<string>> AlikeClasses { get; init; } = [];

    /// <summary>What was found and not declared, what may be otherwise, which columns are not what they seem: one sentence each.</summary>
    public IEnumerable<string> Sentences()
    {
        foreach (string found in Dialect?.Found ?? [])
        {
            yield return $"{File} {found}";
        }
        foreach (string doubt in Dialect?.Doubts ?? [])
        {
            yield return $"{File}: {doubt}";
        }
        SchemaNote[] told = [.. Notes.Where(note => note.Matters)];
        foreach (SchemaNote note in told.Take(NotesTold))
        {
            yield return $"column '{note.Column}' {note.Sentence(PositionUnit)}";
        }
        if (told.Length > NotesTold)
        {
            yield return $"{told.Length - NotesTold} more columns are so";
        }
        foreach (AskedColumn asked in Asked.Take(NotesTold))
        {
            string use = asked.IsLearned ? "learned from" : "no feature";
            yield return $"column '{asked.Name}' is {use}, and it is not clear what it is for: {asked.Question}";
        }
        if (Asked.Count > 0)
        {
            yield return "'hallmark schema' shows what columns are for, to be edited and given with --schema when a dataset is opened";
        }
        if (LikelyTarget is not null)
        {
            yield return $"the label has {LikelyTarget}: numbers to be foretold are named with --target";
        }
        foreach (IReadOnlyList<string> alike in AlikeClasses.Take(NotesTold))
        {
            string names = string.Join(", ", alike.Take(NotesTold).Select(name => $"'{name}'"));
            yield return $"labels: {names}{(alike.Count > NotesTold ? " …" : "")} are spelled alike, and are different classes";
        }
    }
}
