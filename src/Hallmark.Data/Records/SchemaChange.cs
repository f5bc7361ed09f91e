using Hallmark.Evidence;

namespace Hallmark.Data.Records;

/// <summary>
/// How a dataset's schema becomes its next one. It says only what cannot put in doubt what is on record: every record there is has one
/// place under the next schema, too. Columns keep their order and come first, classes keep their numbers; roles, bounds and the task stay.
/// <code>
/// renamed  list of texts: old name, new name, and so on; in the order of the columns
/// wider    list of texts: name before it is renamed, type, and so on; in the order of the columns
/// columns  list of new columns, as in <see cref="SchemaFormat"/>; records from before have no cells there
/// classes  list of texts: new classes of the label, behind those there are
/// labels   "optional" where records may have none from now on
/// </code>
/// What does not change is left out.
/// </summary>
public sealed record SchemaChange
{
    /// <summary>Columns by another name.</summary>
    public IReadOnlyList<(string Name, string NewName)> Renamed { get; init; } = [];

    /// <summary>Columns, by the name that they had, of a type that holds all that was there.</summary>
    public IReadOnlyList<(string Name, ColumnType Type)> Wider { get; init; } = [];

    public IReadOnlyList<Column> Added { get; init; } = [];

    /// <summary>New classes of the label.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Whether records may have no label from now on, and had to before.</summary>
    public bool LabelsBecomeOptional { get; init; }

    public bool IsEmpty => Renamed.Count + Wider.Count + Added.Count + Classes.Count == 0 && !LabelsBecomeOptional;

    /// <summary>Whether records have other bytes for it, beside the schema's digest.</summary>
    internal bool ChangesBytes => Wider.Count + Added.Count > 0;

    /// <summary>The narrowest type that a column can become to hold cells of both, itself where it does.</summary>
    public static ColumnType Join(ColumnType type, ColumnType other) => WiderType.Join(type, other);

    /// <summary>A class of a label of one type as it is called under that or a wider one.</summary>
    public static string ClassUnder(string text, ColumnType type, ColumnType wider) => WiderType.Class(text, type, wider);

    /// <summary>The schema that follows; null where none does.</summary>
    /// <param name="before">What is changed.</param>
    /// <param name="problem">Why none follows, as a sentence. It goes on record in denials, so it stays as it is.</param>
    public Schema? Apply(Schema before, out string problem)
    {
        ArgumentNullException.ThrowIfNull(before);
        problem = Problem(before) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }
        Dictionary<string, string> names = Renamed.ToDictionary(pair => pair.Name, pair => pair.NewName, StringComparer.Ordinal);
        Dictionary<string, ColumnType> types = Wider.ToDictionary(pair => pair.Name, pair => pair.Type, StringComparer.Ordinal);
        Column[] kept = [.. before.Columns.Select(column => Changed(
            column, names.GetValueOrDefault(column.Name, column.Name), types.GetValueOrDefault(column.Name, column.Type)))];
        string? label = before.LabelIndex < 0 ? null : kept[before.LabelIndex].Name;
        IEnumerable<string> classes = before.HasClasses
            ? before.Classes.Select(text => WiderType.Class(
                text, before.Columns[before.LabelIndex].Type, kept[before.LabelIndex].Type))
            : [];
        try
        {
            return new Schema(
                [.. kept, .. Added], label, [.. classes, .. Classes], before.Task, before.IsLabelOptional || LabelsBecomeOptional)
            {
                Before = before,
                Change = this,
            };
        }
        catch (ArgumentException)
        {
            problem = "no schema follows: two columns would have one name, or a column, a role or a class would not fit its type";
            return null;
        }
    }

    /// <summary>What takes one schema to another, in whatever order that one has its columns and new classes.</summary>
    /// <param name="before">The one there is.</param>
    /// <param name="after">The one wanted.</param>
    /// <param name="renamed">Old and new names of columns.</param>
    /// <exception cref="ArgumentException">No change leads there; the message says why.</exception>
    public static SchemaChange Between(Schema before, Schema after, IReadOnlyList<(string Name, string NewName)> renamed)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(renamed);
        Dictionary<string, string> names = Names(before, renamed);
        Dictionary<string, Column> wanted = after.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var wider = new List<(string, ColumnType)>();
        foreach (Column column in before.Columns)
        {
            string name = names.GetValueOrDefault(column.Name, column.Name);
            Column other = wanted.Remove(name, out Column? found) ? found
                : throw new ArgumentException($"column '{name}' is gone; a dataset keeps its columns (--rename {name}=NEW names it anew)");
            if (other.Type != column.Type)
            {
                wider.Add((column.Name, other.Type));
            }
            if (Changed(column, name, other.Type) != other)
            {
                throw new ArgumentException($"column '{name}' has another role or other bounds; they stay as they are");
            }
        }
        Column? label = before.LabelIndex < 0 ? null : before.Columns[before.LabelIndex];
        if (before.Task != after.Task || (label is null ? null : names.GetValueOrDefault(label.Name, label.Name)) != after.Label)
        {
            throw new ArgumentException("the label is another one, or there for something else; it stays as it is");
        }
        ColumnType labelType = label is null ? default : after.Columns[after.LabelIndex].Type;
        string[] classes = [.. before.Classes.Select(text => WiderType.Class(text, label!.Type, labelType))];
        if (classes.Except(after.Classes, StringComparer.Ordinal).FirstOrDefault() is { } gone)
        {
            throw new ArgumentException($"class '{CellText.Shorten(gone)}' is gone; a label keeps its classes");
        }
        if (before.IsLabelOptional && !after.IsLabelOptional)
        {
            throw new ArgumentException("labels are optional; there may be records without one, so they stay so");
        }
        return new SchemaChange
        {
            Renamed = [.. before.Columns.Select(column => column.Name).Where(names.ContainsKey).Select(name => (name, names[name]))],
            Wider = wider,
            Added = [.. after.Columns.Where(column => wanted.ContainsKey(column.Name))],
            Classes = [.. after.Classes.Except(classes, StringComparer.Ordinal)],
            LabelsBecomeOptional = after.IsLabelOptional && !before.IsLabelOptional,
        };
    }

    /// <summary>As it stands in a statement.</summary>
    public CborMapWriter ToMap()
    {
        CborMapWriter map = new CborMapWriter()
            .Texts("renamed", Renamed.Count == 0 ? null : Renamed.SelectMany(pair => new[] { pair.Name, pair.NewName }))
            .Texts("wider", Wider.Count == 0 ? null : Wider.SelectMany(pair => new[] { pair.Name, SchemaFormat.NameOf(pair.Type) }))
            .Texts("classes", Classes.Count == 0 ? null : Classes)
            .Text("labels", LabelsBecomeOptional ? SchemaFormat.Optional : null);
        return Added.Count == 0 ? map : map.Maps("columns", Added.Select(SchemaFormat.WriteColumn));
    }

    /// <exception cref="MalformedException">Not a change; names the field.</exception>
    public static SchemaChange Read(CborMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var change = new SchemaChange
        {
            Renamed = Pairs(map, "renamed", text => text),
            Wider = Pairs(map, "wider", text => SchemaFormat.TypeOf(text)
                ?? throw new MalformedException("change.wider", $"names '{MalformedException.Printable(text)}', which is no type")),
            Added = map.Has("columns") ? [.. Some(map.Maps("columns", Schema.ColumnLimit), "columns").Select(SchemaFormat.ReadColumn)] : [],
            Classes = map.OptionalTexts("classes", Schema.ClassLimit, Schema.NameLengthLimit) is { } classes
                ? Some(classes, "classes") : [],
            LabelsBecomeOptional = SchemaFormat.ReadOptional(map),
        };
        map.End();
        return change;
    }

    private static IReadOnlyList<(string, T)> Pairs<T>(CborMap map, string key, Func<string, T> read)
    {
        if (map.OptionalTexts(key, 2 * Schema.ColumnLimit, Schema.NameLengthLimit) is not { } texts)
        {
            return [];
        }
        return Some(texts, key).Count % 2 == 0
            ? [.. texts.Chunk(2).Select(pair => (pair[0], read(pair[1])))]
            : throw new MalformedException($"change.{key}", "is no list of pairs");
    }

    private static IReadOnlyList<T> Some<T>(IReadOnlyList<T> values, string key) => values.Count > 0 ? values
        : throw new MalformedException($"change.{key}", "is empty; it is left out where nothing changes");

    /// <summary>A text column has no bounds, whatever it held before.</summary>
    private static Column Changed(Column column, string name, ColumnType type) => type == column.Type || type != ColumnType.Text
        ? column with { Name = name, Type = type }
        : column with { Name = name, Type = type, Minimum = null, Maximum = null };

    private static Dictionary<string, string> Names(Schema before, IReadOnlyList<(string Name, string NewName)> renamed)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string newName) in renamed)
        {
            if (before.Columns.All(column => column.Name != name))
            {
                throw new ArgumentException($"there is no column '{name}' to be renamed");
            }
            if (name == newName || !names.TryAdd(name, newName))
            {
                throw new ArgumentException($"column '{name}' is renamed twice, or to what it is called");
            }
        }
        return names;
    }

    private string? Problem(Schema before)
    {
        if (IsEmpty)
        {
            return "the change changes nothing";
        }
        int[] renamed = Places(before, Renamed.Select(pair => pair.Name));
        int[] wider = Places(before, Wider.Select(pair => pair.Name));
        return !IsAscending(renamed) || !IsAscending(wider)
                ? "a column that is renamed or becomes wider is not there, is named twice, or not in the order of the columns"
            : Renamed.Any(pair => pair.Name == pair.NewName) ? "a column is renamed to what it is called"
            : Wider.Select((pair, i) => (pair.Type, before.Columns[wider[i]]))
                .FirstOrDefault(pair => !WiderType.Holds(pair.Type, pair.Item2.Type)) is (var type, { } narrow)
                ? $"a column of type {SchemaFormat.NameOf(narrow.Type)} cannot become {SchemaFormat.NameOf(type)}: that holds less"
            : Classes.Count > 0 && !before.HasClasses ? "there are no classes that others could come to"
            : LabelsBecomeOptional && (before.LabelIndex < 0 || before.IsLabelOptional)
                ? "there are no labels, or they are optional already"
            : null;
    }

    private static int[] Places(Schema schema, IEnumerable<string> names)
    {
        Dictionary<string, int> places = schema.Columns.Index()
            .ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
        return [.. names.Select(name => places.GetValueOrDefault(name, -1))];
    }

    private static bool IsAscending(int[] places) =>
        places.Index().All(place => place.Item > (place.Index == 0 ? -1 : places[place.Index - 1]));
}
