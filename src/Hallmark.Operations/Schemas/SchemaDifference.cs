using Hallmark.Data.Records;

namespace Hallmark.Operations.Schemas;

/// <summary>In what a schema that somebody gives is otherwise than the one on record, for messages; the gravest first.</summary>
internal static class SchemaDifference
{
    /// <returns>As the end of a sentence about the one on record.</returns>
    public static string Of(Schema there, Schema given) =>
        InColumns(there, given).Concat(InLabels(there, given)).FirstOrDefault("with another order of columns or classes");

    private static IEnumerable<string> InColumns(Schema there, Schema given)
    {
        Dictionary<string, Column> known = there.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        HashSet<string> named = [.. given.Columns.Select(column => column.Name)];
        foreach (Column column in given.Columns.Where(column => !known.ContainsKey(column.Name)))
        {
            yield return $"which has no column '{column.Name}'";
        }
        foreach (Column column in there.Columns.Where(column => !named.Contains(column.Name)))
        {
            yield return $"with a column '{column.Name}' beside";
        }
        foreach (Column column in given.Columns.Where(column => column.Type != known[column.Name].Type))
        {
            string type = SchemaFormat.NameOf(known[column.Name].Type);
            yield return $"where column '{column.Name}' is of {type}, not {SchemaFormat.NameOf(column.Type)}";
        }
        foreach (Column column in given.Columns.Where(column => column.Role != known[column.Name].Role))
        {
            yield return $"where column '{column.Name}' has {RoleOf(known[column.Name])}, not {RoleOf(column)}";
        }
        foreach (Column column in given.Columns.Where(column => column != known[column.Name]))
        {
            yield return $"where column '{column.Name}' has other bounds";
        }
    }

    private static IEnumerable<string> InLabels(Schema there, Schema given)
    {
        if (given.Task != there.Task || given.Label != there.Label)
        {
            yield return $"which {GivenSchema.Said(there)}";
        }
        if (given.IsLabelOptional != there.IsLabelOptional)
        {
            yield return $"where labels are {(there.IsLabelOptional ? "optional" : "required")}";
        }
        foreach (string name in given.Classes.Except(there.Classes, StringComparer.Ordinal))
        {
            yield return $"without the class '{name}'";
        }
        foreach (string name in there.Classes.Except(given.Classes, StringComparer.Ordinal))
        {
            yield return $"with the class '{name}'";
        }
    }

    private static string RoleOf(Column column) => column.Role is { } role ? $"the role {SchemaFormat.NameOf(role)}" : "no role";
}
