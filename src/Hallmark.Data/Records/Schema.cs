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
    /// <param name="task">What the label is there for; null for classes where there is a label.</param>
    /// <param name="labelOptional">Whether records may have none.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the column.</exception>
    public Schema(
        IReadOnlyList<Column> columns, string? label = null, IReadOnlyList<string>? classes = null, LearningTask? task = null,
        bool labelOptional = false)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        Label = label;
        Classes = [.. classes ?? []];
        Task = task ?? (label is null ? LearningTask.Unlabelled : LearningTask.Classification);
        IsLabelOptional = labelOptional;
        CheckColumns(Columns);
        LabelIndex = label is null ? -1 : Columns.ToList().FindIndex(column => column.Name == label);
        CheckLabel();
        CheckRoles();
        Digest = Digest.Of(SchemaFormat.Write(this));
    }

    public IReadOnlyList<Column> Columns { get; }

    public string? Label { get; }

    /// <summary>None where the label is a number, or there is none.</summary>
    public IReadOnlyList<string> Classes { get; }

    public LearningTask Task { get; }

    /// <summary>Whether records may have no label.</summary>
    public bool IsLabelOptional { get; }

    /// <summary>Whether records have one of several classes.</summary>
    public bool HasClasses => Classes.Count > 0;

    /// <summary>Counts of classes in a batch's manifest: one for each, and where labels are optional a last one for none.</summary>
    public int CountedClasses => Classes.Count + (HasClasses && IsLabelOptional ? 1 : 0);

    /// <summary>Whether it says anything that programs before roles, targets and optional labels do not read.</summary>
    public bool IsExtended => Task == LearningTask.Regression || IsLabelOptional || Columns.Any(column => column.Role is not null);

    /// <summary>Position of the label among the columns, or -1.</summary>
    public int LabelIndex { get; }

    /// <summary>SHA-256 of the schema's bytes, see <see cref="SchemaFormat"/>.</summary>
    public Digest Digest { get; }

    /// <summary>
    /// What its dataset had before; null where it is the first, or of no dataset. With <see cref="Change"/> no part of its bytes.
    /// </summary>
    public Schema? Before { get; internal init; }

    /// <summary>How it came from the one before; null where there was none.</summary>
    public SchemaChange? Change { get; internal init; }

    /// <summary>Its number among those of its dataset, from 1.</summary>
    public int Version => 1 + (Before?.Version ?? 0);

    /// <summary>Whether records have the bytes that they would have under the dataset's first schema.</summary>
    internal bool HasFirstBytes => Before is null || (Before.HasFirstBytes && !Change!.ChangesBytes);

    /// <summary>How many of its columns the dataset's first schema has; those behind them came later, and a record may be
    /// without.</summary>
    internal int FirstColumns => Before?.FirstColumns ?? Columns.Count;

    /// <summary>How many columns it has, and each schema before it of the same dataset; each number once, ascending.</summary>
    public IReadOnlyList<int> Widths => [.. (Before?.Widths ?? []).Append(Columns.Count).Distinct().Order()];

    /// <summary>This one, or the one before it, that has this digest; null where none has.</summary>
    public Schema? Find(Digest digest) => Digest == digest ? this : Before?.Find(digest);

    /// <summary>What is wrong with a record's label, as the end of a sentence; null where nothing is.</summary>
    /// <param name="records">Of this schema.</param>
    /// <param name="classes">Of this schema; null without classes.</param>
    /// <param name="record">Which of them.</param>
    internal string? LabelProblem(RecordBuffer records, ClassIndex? classes, int record)
    {
        if (LabelIndex < 0 || (IsLabelOptional && records[LabelIndex].IsMissing(record)))
        {
            return null;
        }
        return classes is null
            ? records[LabelIndex].IsMissing(record) ? "the target is missing" : null
            : classes.Of(records[LabelIndex], record) < 0 ? ClassIndex.Problem(records[LabelIndex], record) : null;
    }

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
            if (Task != LearningTask.Unlabelled || IsLabelOptional)
            {
                throw new ArgumentException("Without a label column there are no labels, optional or not.");
            }
            return;
        }
        if (LabelIndex < 0)
        {
            throw new ArgumentException(Label is null ? "Classes need a label column." : $"There is no column '{Label}' to be the label.");
        }
        if (Task == LearningTask.Unlabelled)
        {
            throw new ArgumentException($"There is a label '{Label}', so the records are not unlabelled.");
        }
        if (Task == LearningTask.Regression)
        {
            CheckTarget();
            return;
        }
        if (IsLabelOptional && Classes.Count == ClassLimit)
        {
            throw new ArgumentException($"The optional label '{Label}' has at most {ClassLimit - 1} classes."); // none counts as one
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

    private void CheckTarget()
    {
        if (Classes.Count > 0)
        {
            throw new ArgumentException($"The target '{Label}' is a number, so it has no classes.");
        }
        if (Columns[LabelIndex].Type is not (ColumnType.Float64 or ColumnType.Int64))
        {
            throw new ArgumentException(
                $"The target '{Label}' is of type {SchemaFormat.NameOf(Columns[LabelIndex].Type)}, not of whole or decimal numbers.");
        }
    }

    private void CheckRoles()
    {
        if (LabelIndex >= 0 && Columns[LabelIndex].Role is not null)
        {
            throw new ArgumentException($"Column '{Label}' is the label, so it has no other role.");
        }
        foreach (Column column in Columns)
        {
            bool fits = column.Role switch
            {
                ColumnRole.Feature => column.IsNumeric || column.Type == ColumnType.Text,
                ColumnRole.Weight => column.Type is ColumnType.Float64 or ColumnType.Int64,
                { } role => Enum.IsDefined(role),
                null => true,
            };
            if (!fits)
            {
                string role = $"{column.Role}".ToLowerInvariant();
                throw new ArgumentException($"Column '{column.Name}' of type {SchemaFormat.NameOf(column.Type)} cannot be a {role}.");
            }
        }
    }
}
