using Hallmark.Evidence;

namespace Hallmark.Data.Records;

/// <summary>
/// The fixed shape of a dataset's records: columns in order, which of them is the label, and the classes the label may take.
/// Two schemas are the same when their <see cref="Digest"/> is.
/// </summary>
public sealed class Schema
{
    public const int ColumnLimit = 65_536;
    public const int NameLengthLimit = 256;

    /// <summary>Bounded so that a manifest with its class counts fits an entry of 65,535 bytes.</summary>
    public const int ClassLimit = 4_096;

    /// <param name="columns">1 to <see cref="ColumnLimit"/> columns with distinct names.</param>
    /// <param name="label">Name of the label column, or null for unlabelled data.</param>
    /// <param name="classes">
    /// Distinct label values in class order, each as the text that <see cref="CellText"/> gives; empty without a label.
    /// </param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the column.</exception>
    public Schema(IReadOnlyList<Column> columns, string? label = null, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        Label = label;
        Classes = [.. classes ?? []];
        CheckColumns(Columns);
        LabelIndex = label is null ? -1 : Columns.ToList().FindIndex(column => column.Name == label);
        CheckLabel();
        Digest = Digest.Of(SchemaFormat.Write(this));
    }

    public IReadOnlyList<Column> Columns { get; }

    public string? Label { get; }

    public IReadOnlyList<string> Classes { get; }

    /// <summary>Position of the label among the columns, or -1.</summary>
    public int LabelIndex { get; }

    /// <summary>SHA-256 of the schema's bytes, see <see cref="SchemaFormat"/>.</summary>
    public Digest Digest { get; }

    private static void CheckColumns(IReadOnlyList<Column> columns)
    {
        if (columns.Count is 0 or > ColumnLimit)
        {
            throw new ArgumentException($"A schema has 1 to {ColumnLimit} columns, not {columns.Count}.", nameof(columns));
        }
        var names = new HashSet<string>(columns.Count, StringComparer.Ordinal);
        foreach (Column column in columns)
        {
            if (NameProblem(column.Name) is string problem)
            {
                throw new ArgumentException($"A column name {problem}.", nameof(columns));
            }
            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two columns are named '{column.Name}'.", nameof(columns));
            }
            CheckBounds(column);
        }
    }

    private static void CheckBounds(Column column)
    {
        if (!Enum.IsDefined(column.Type))
        {
            throw new ArgumentException($"Column '{column.Name}' has no known type.");
        }
        if (column is { Minimum: null, Maximum: null })
        {
            return;
        }
        if (column.Type is not (ColumnType.Float64 or ColumnType.Int64))
        {
            throw new ArgumentException($"Column '{column.Name}' holds no numbers, so it cannot have bounds.");
        }
        if (!double.IsFinite(column.Minimum ?? 0) || !double.IsFinite(column.Maximum ?? 0) || column.Minimum > column.Maximum)
        {
            throw new ArgumentException($"Column '{column.Name}' has bounds that are not finite numbers in order.");
        }
    }

    /// <summary>What is wrong with a column name, as the end of a sentence; null when it is good.</summary>
    internal static string? NameProblem(string name) => name switch
    {
        "" => "is empty",
        { Length: > NameLengthLimit } => $"has {name.Length} characters, more than {NameLengthLimit}",
        _ when name.Any(char.IsControl) => "contains a control character",
        _ when !IsUnicode(name) => "is not valid Unicode",
        _ => null,
    };

    private static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }
        return true;
    }

    private void CheckLabel()
    {
        if (Label is null && Classes.Count == 0)
        {
            return;
        }
        if (LabelIndex < 0)
        {
            throw new ArgumentException(Label is null ? "Classes need a label column." : $"There is no column '{Label}' to be the label.");
        }
        if (Classes.Count is 0 or > ClassLimit)
        {
            throw new ArgumentException($"The label '{Label}' has 1 to {ClassLimit} classes, not {Classes.Count}.");
        }
        ColumnType type = Columns[LabelIndex].Type;
        foreach (string text in Classes)
        {
            if (text.Length > NameLengthLimit || !IsUnicode(text) || !CellText.IsCanonical(type, text))
            {
                throw new ArgumentException(
                    $"'{CellText.Shorten(text)}' cannot be a class of the {SchemaFormat.NameOf(type)} label '{Label}'.");
            }
        }
        if (Classes.Distinct(StringComparer.Ordinal).Count() != Classes.Count)
        {
            throw new ArgumentException($"A class of the label '{Label}' is listed twice.");
        }
    }
}
