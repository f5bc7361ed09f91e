using Hallmark.Data.Records;

namespace Hallmark.Operations.Schemas;

/// <summary>What becomes of a schema, in words.</summary>
public static class ChangeWords
{
    private const int Told = 8;

    /// <summary>One phrase for each thing that changes.</summary>
    /// <param name="before">What is changed.</param>
    public static IReadOnlyList<string> Phrases(Schema before, SchemaChange change)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(change);
        return
        [
            .. change.Renamed.Select(pair => $"column '{pair.Name}' is called '{pair.NewName}'"),
            .. change.Wider.Select(pair => $"column '{pair.Name}' of {TypeOf(before, pair.Name)} becomes {SchemaFormat.NameOf(pair.Type)}"),
            .. change.Added.Select(column => $"new column '{column.Name}' of {SchemaFormat.NameOf(column.Type)}"),
            .. change.Classes.Select(text => $"new class '{text}'"),
            .. change.LabelsBecomeOptional ? ["labels become optional"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The first of them in one line.</summary>
    public static string Of(Schema before, SchemaChange change)
    {
        IReadOnlyList<string> phrases = Phrases(before, change);
        return string.Join("; ", phrases.Take(Told)) + (phrases.Count > Told ? $"; and {phrases.Count - Told} more" : "");
    }

    private static string TypeOf(Schema schema, string name) =>
        SchemaFormat.NameOf(schema.Columns.First(column => column.Name == name).Type);
}
