using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Operations.Schemas;

/// <summary>
/// What a dataset's schema has to become to take a file: the least that takes all of its records and all that is on record.
/// </summary>
internal static class SchemaGrowth
{
    /// <param name="before">The schema in force.</param>
    /// <param name="source">Read from beginning to end.</param>
    /// <param name="renamed">Old and new names of columns.</param>
    /// <param name="cancellation">Stops between parts of the file.</param>
    /// <returns>An empty change where the file fits as it is.</returns>
    /// <exception cref="SourceException">The file cannot be read, or has no label that could be one.</exception>
    /// <exception cref="ArgumentException">The file lacks a column; no change of the schema takes it then.</exception>
    public static SchemaChange ToTake(
        Schema before, IRecordSource source, IReadOnlyList<(string Name, string NewName)> renamed, CancellationToken cancellation)
    {
        string? label = before.Label is null ? null : NewName(before.Label, renamed);
        InferredSchema found = before.HasClasses
            ? SchemaInference.InferPartlyLabelled(source, label!, Environment.ProcessorCount, null, cancellation)
            : SchemaInference.Infer(source, null, Environment.ProcessorCount, null, cancellation);
        HashSet<string> empty = [.. found.Notes.Where(note => note.Cause is null).Select(note => note.Column)];
        Dictionary<string, Column> columns = found.Schema.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var wider = new List<(string, ColumnType)>();
        foreach (Column column in before.Columns)
        {
            string name = NewName(column.Name, renamed);
            Column other = columns.Remove(name, out Column? there) ? there : throw new ArgumentException(
                $"{source.Name} has no column '{name}', and a dataset keeps its columns "
                + $"(--rename '{name}=NEW' where it is called otherwise)");
            ColumnType type = empty.Contains(name) ? column.Type : Joined(column.Type, other.Type);
            if (type != column.Type)
            {
                wider.Add((column.Name, type));
            }
        }
        return new SchemaChange
        {
            Renamed = [.. before.Columns.Select(column => column.Name).Where(name => NewName(name, renamed) != name)
                .Select(name => (name, NewName(name, renamed)))],
            Wider = wider,
            Added = [.. found.Schema.Columns.Where(column => columns.ContainsKey(column.Name))],
            Classes = before.HasClasses ? NewClasses(before, found.Schema, wider) : [],
            LabelsBecomeOptional = before.HasClasses && found.Schema.IsLabelOptional && !before.IsLabelOptional,
        };
    }

    /// <summary>What would help with a file that does not fit, as a hint; null where changing the schema would not.</summary>
    public static string? HintFor(string dataset, Schema schema, IRecordSource source, string path, CancellationToken cancellation)
    {
        try
        {
            SchemaChange change = ToTake(schema, source, [], cancellation);
            return !change.IsEmpty && change.Apply(schema, out _) is not null
                ? $"'hallmark dataset evolve {dataset} --from {path}' changes the schema on record so that it takes the file: "
                    + ChangeWords.Of(schema, change)
                : null;
        }
        catch (ArgumentException)
        {
            return "where a column is only called otherwise, "
                + $"'hallmark dataset evolve {dataset} --from {path} --rename OLD=NEW' changes its name on record";
        }
        catch (SourceException)
        {
            return null;
        }
    }

    /// <summary>A column of true and false takes 0 and 1, too.</summary>
    private static ColumnType Joined(ColumnType type, ColumnType found) =>
        (type, found) == (ColumnType.Boolean, ColumnType.Int64) ? type : SchemaChange.Join(type, found);

    private static IReadOnlyList<string> NewClasses(Schema before, Schema found, List<(string Name, ColumnType Type)> wider)
    {
        ColumnType was = before.Columns[before.LabelIndex].Type;
        ColumnType type = wider.Where(pair => pair.Name == before.Label).Select(pair => pair.Type).FirstOrDefault(was);
        ColumnType read = found.Columns[found.LabelIndex].Type;
        return [.. found.Classes.Select(text => SchemaChange.ClassUnder(text, read, type))
            .Except(before.Classes.Select(text => SchemaChange.ClassUnder(text, was, type)), StringComparer.Ordinal)];
    }

    private static string NewName(string name, IReadOnlyList<(string Name, string NewName)> renamed) =>
        renamed.Where(pair => pair.Name == name).Select(pair => pair.NewName).FirstOrDefault(name);
}
