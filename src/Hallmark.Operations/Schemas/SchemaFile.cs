using System.Globalization;
using System.Text;
using Hallmark.Data.Records;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Yaml;

namespace Hallmark.Operations.Schemas;

/// <summary>
/// A schema as people edit it: YAML, described in docs/formats/schema.md. What is written reads back to the same schema, but for columns
/// that are asked for: those are refused until somebody has said what they are.
/// </summary>
public static class SchemaFile
{
    /// <summary>Longest schema file that is read, in bytes.</summary>
    public const int SizeLimit = 16 << 20;

    private const string Asked = "?";
    private const string Missing = "missing";
    private const string Required = "required";
    private const string LabelRole = "label";
    private const string TargetRole = "target";

    /// <exception cref="UsageException">Names file, line and field of what is wrong.</exception>
    public static Schema Read(string path) => Parse(path, InputFile.ReadText(path, SizeLimit));

    /// <summary>The words for missing cells by which the file's columns are of these types; null where it names none.</summary>
    /// <exception cref="UsageException">As above.</exception>
    public static IReadOnlyList<string>? ReadMissing(string path) => MissingOf(YamlMap.ReadFile(path, InputFile.ReadText(path, SizeLimit)));

    /// <param name="file">As messages name it.</param>
    /// <param name="text">All of it.</param>
    /// <exception cref="UsageException">Names file, line and field of what is wrong.</exception>
    public static Schema Parse(string file, string text)
    {
        YamlMap map = YamlMap.ReadFile(file, text);
        string taskName = map.Text("task");
        LearningTask task = SchemaFormat.TaskOf(taskName)
            ?? throw map.Complaint("task", $"is '{taskName}', none of {Names<LearningTask>(SchemaFormat.NameOf)}");
        string labels = map.OptionalText("labels") ?? Required;
        if (labels is not (Required or SchemaFormat.Optional))
        {
            throw map.Complaint("labels", $"is '{labels}', neither {Required} nor {SchemaFormat.Optional}");
        }
        MissingOf(map);
        IReadOnlyList<string> classes = map.Has("classes") ? map.Texts("classes") : [];
        string? label = null;
        string? labelRole = task switch
        {
            LearningTask.Classification => LabelRole,
            LearningTask.Regression => TargetRole,
            _ => null,
        };
        var columns = new List<Column>();
        foreach (YamlMap item in map.Maps("columns"))
        {
            (Column column, bool isLabel) = ReadColumn(item, labelRole);
            if (isLabel)
            {
                label = label is null ? column.Name
                    : throw item.Complaint("role", $"is '{labelRole}', as that of '{label}' is: there is one");
            }
            columns.Add(column);
        }
        map.End();
        if (labelRole is not null && label is null)
        {
            throw map.Complaint("task", $"is '{taskName}', but no column has the role '{labelRole}'");
        }
        return map.Checked("columns", () =>
        {
            try
            {
                return new Schema(columns, label, classes, task, labels == SchemaFormat.Optional);
            }
            catch (ArgumentException e)
            {
                throw new UsageException(e.Message);
            }
        });
    }

    /// <summary>A proposed schema, with what speaks for it as comments.</summary>
    public static string Write(ProposedSchema proposed)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        ILookup<string, string> notes = proposed.Source.Notes.ToLookup(
            note => note.Column, note => note.Sentence(proposed.Source.PositionUnit), StringComparer.Ordinal);
        string file = YamlQuoting.Comment(Path.GetFileName(proposed.Source.File));
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # What was found in {file} ({proposed.Records} records), and why. Edit what is wrong, and pass this file with --schema.
            # task: {Names<LearningTask>(SchemaFormat.NameOf)}
            # labels: {Required}, or {SchemaFormat.Optional} where records may have none
            # type: {Names<ColumnType>(SchemaFormat.NameOf)}; numbers may have min and max
            # role: {LabelRole}, {TargetRole}, {Names<ColumnRole>(SchemaFormat.NameOf)}; where it is "{Asked}", you are asked

            """));
        if (proposed.Source.Dialect?.Missing is { } missing)
        {
            Line(text, "# words for missing cells, as --missing declares them");
            Line(text, $"{Missing}: [{string.Join(", ", missing.Select(YamlQuoting.Quote))}]");
        }
        Write(text, proposed.Schema, index => proposed.Roles[index].Asks, (index, name) => [.. notes[name], proposed.Roles[index].Reason]);
        return text.ToString();
    }

    /// <summary>A schema without comments.</summary>
    public static string Write(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var text = new StringBuilder();
        Write(text, schema, _ => false, (_, _) => []);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Schema schema, Func<int, bool> asks, Func<int, string, IEnumerable<string>> comments)
    {
        Line(text, $"task: {SchemaFormat.NameOf(schema.Task)}");
        if (schema.Label is not null)
        {
            Line(text, $"labels: {(schema.IsLabelOptional ? SchemaFormat.Optional : Required)}");
        }
        if (schema.HasClasses)
        {
            Line(text, "classes:");
            foreach (string name in schema.Classes)
            {
                Line(text, $"  - {YamlQuoting.Quote(name)}");
            }
        }
        Line(text, "columns:");
        foreach ((int index, Column column) in schema.Columns.Index())
        {
            foreach (string comment in comments(index, column.Name))
            {
                Line(text, $"  # {YamlQuoting.Comment(comment)}");
            }
            Line(text, $"  - name: {YamlQuoting.Quote(column.Name)}");
            Line(text, $"    type: {SchemaFormat.NameOf(column.Type)}");
            Bound(text, "min", column.Minimum);
            Bound(text, "max", column.Maximum);
            string? role = index == schema.LabelIndex ? schema.Task == LearningTask.Regression ? TargetRole : LabelRole
                : asks(index) ? $"\"{Asked}\""
                : column.Role is { } declared ? SchemaFormat.NameOf(declared) : null;
            if (role is not null)
            {
                Line(text, $"    role: {role}");
            }
        }
    }

    private static IReadOnlyList<string>? MissingOf(YamlMap map)
    {
        IReadOnlyList<string>? words = map.Has(Missing) ? map.Texts(Missing) : null;
        return words?.FirstOrDefault(word => word.Contains(',') || word.Trim().Length == 0) is { } wrong
            ? throw map.Complaint(Missing, $"has '{wrong}', which is no word without a comma")
            : words;
    }

    private static (Column Column, bool IsLabel) ReadColumn(YamlMap map, string? labelRole)
    {
        string name = map.Text("name");
        string typeName = map.Text("type");
        ColumnType type = SchemaFormat.TypeOf(typeName)
            ?? throw map.Complaint("type", $"is '{typeName}', none of {Names<ColumnType>(SchemaFormat.NameOf)}");
        double? minimum = map.OptionalNumber("min");
        double? maximum = map.OptionalNumber("max");
        string? roleName = map.OptionalText("role");
        ColumnRole? role = null;
        if (roleName == Asked)
        {
            throw map.Complaint(
                "role", $"is still '{Asked}': say what column '{name}' is for ({Names<ColumnRole>(SchemaFormat.NameOf)})");
        }
        if (roleName is not null && roleName != labelRole)
        {
            role = SchemaFormat.RoleOf(roleName) ?? throw map.Complaint("role", roleName is LabelRole or TargetRole
                ? $"is '{roleName}', which does not go with the task"
                : $"is '{roleName}', none of {LabelRole}, {TargetRole}, {Names<ColumnRole>(SchemaFormat.NameOf)}");
        }
        map.End();
        return (new Column(name, type, minimum, maximum) { Role = role }, roleName is not null && roleName == labelRole);
    }

    private static void Bound(StringBuilder text, string name, double? bound)
    {
        if (bound is { } value)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"    {name}: {value:R}"));
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Names<T>(Func<T, string> nameOf)
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(nameOf));
}
