using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>
/// Which columns of a schema are features, in schema order: all of numbers but the label, those that the schema declares to be something
/// else, and those that are left out; and by the newest rule those of other kinds, see <see cref="FeatureKinds"/>. What is left out stands
/// on record where a schedule was made, so that whoever trains, replays or checks sees the same columns. Files are checked by the same
/// rule (<see cref="ColumnRoles"/>).
/// </summary>
public sealed class FeatureSelection
{
    private readonly int[] _columns;

    private FeatureSelection(Schema schema, string[] leftOut)
    {
        (Schema, LeftOut) = (schema, leftOut);
        _columns = [.. Numbers(schema).Where(column => !leftOut.Contains(schema.Columns[column].Name, StringComparer.Ordinal))];
        Names = [.. _columns.Select(column => schema.Columns[column].Name)];
    }

    public Schema Schema { get; }

    /// <summary>Positions in the schema of those of numbers, ascending.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>Of dates and times, likewise.</summary>
    public IReadOnlyList<int> Moments { get; private init; } = [];

    /// <summary>Of numbers, dates and times whose missing cells are told apart.</summary>
    public IReadOnlyList<int> Indicators { get; private init; } = [];

    /// <summary>Names of those.</summary>
    public IReadOnlyList<string> IndicatorNames => [.. Indicators.Select(column => Schema.Columns[column].Name)];

    /// <summary>Of text, each <see cref="HashedText.Buckets"/> numbers wide.</summary>
    public IReadOnlyList<int> Texts { get; private init; } = [];

    /// <summary>How many numbers a model reads of a record.</summary>
    public int Width => _columns.Length + Moments.Count + Indicators.Count + (Texts.Count * HashedText.Buckets);

    /// <summary>One for each feature of numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Columns that could be features and are none, in schema order.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Whether the column can be learned from, which nothing but its type and its declared role decide.</summary>
    public static bool IsFeature(Schema schema, int column)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return column != schema.LabelIndex && schema.Columns[column].IsNumeric && schema.Columns[column].MayBeFeature;
    }

    /// <summary>All of them: the features of every schedule and run that says nothing else.</summary>
    public static FeatureSelection All(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new FeatureSelection(schema, []);
    }

    /// <summary>The same without some columns.</summary>
    /// <exception cref="ArgumentException">A name that is no feature of the schema, or nothing would be left.</exception>
    public static FeatureSelection Without(Schema schema, IReadOnlyList<string> leftOut)
    {
        FeatureSelection all = All(schema);
        RequireKnown(all, leftOut);
        return leftOut.Count == 0 ? all
            : leftOut.Distinct(StringComparer.Ordinal).Count() < all.Names.Count
                ? new FeatureSelection(schema, [.. all.Names.Where(name => leftOut.Contains(name, StringComparer.Ordinal))])
                : throw new ArgumentException("all columns of numbers are to be left out, so nothing is left to learn from");
    }

    /// <summary>The same without columns that only number the records of these batches, unless nothing else would be left.</summary>
    /// <param name="schema">Of the batches.</param>
    /// <param name="batches">Their order does not matter.</param>
    public static FeatureSelection WithoutRowNumbers(Schema schema, IEnumerable<RecordBatch> batches)
    {
        FeatureSelection all = All(schema);
        var search = new RowNumbers(schema, all.Columns);
        if (!search.AnyLeft)
        {
            return all;
        }
        foreach (RecordBatch batch in batches.TakeWhile(_ => search.AnyLeft))
        {
            search.BeginPart();
            search.Read(column => batch[column], batch.Count);
        }
        return search.Found.Count == all.Columns.Count
            ? all
            : Without(schema, [.. search.Found.Select(column => schema.Columns[column].Name)]);
    }

    /// <summary>Columns of all kinds, as these batches show: without those that only number records, or hold names.</summary>
    /// <param name="schema">Of the batches.</param>
    /// <param name="batches">Their order does not matter.</param>
    public static FeatureSelection OfAllKinds(Schema schema, IReadOnlyList<RecordBatch> batches)
    {
        int[] possible = FeatureKinds.PossibleTexts(schema);
        string[] names = [.. possible.Where(column => !IsRunning(column)).Select(column => schema.Columns[column].Name)];
        IReadOnlyList<string> numbering = WithoutRowNumbers(schema, batches).LeftOut;
        int[] cells = [.. All(schema).Columns, .. FeatureKinds.Moments(schema)];
        string[] missing = [.. cells.Where(column => batches.Any(batch => batch[column].MissingCount > 0))
            .Select(column => schema.Columns[column].Name).Except(numbering, StringComparer.Ordinal).Take(FeatureKinds.MaxIndicators)];
        return OfKinds(schema, [.. numbering, .. names], missing);

        bool IsRunning(int column)
        {
            var text = new RunningText();
            foreach (RecordBatch batch in batches)
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    text.Add(batch[column].Text(row));
                }
            }
            return text.Holds;
        }
    }

    /// <summary>Columns of all kinds, as they are on record.</summary>
    /// <param name="schema">Of the dataset.</param>
    /// <param name="leftOut">Columns that could be features and are none.</param>
    /// <param name="indicators">Columns whose missing cells are told apart.</param>
    /// <exception cref="ArgumentException">A name that is none of the columns that may stand there.</exception>
    public static FeatureSelection OfKinds(Schema schema, IReadOnlyList<string> leftOut, IReadOnlyList<string> indicators)
    {
        int[] possible = FeatureKinds.PossibleTexts(schema);
        int[] moments = FeatureKinds.Moments(schema);
        string[] texts = [.. possible.Select(column => schema.Columns[column].Name)];
        FeatureSelection all = All(schema);
        string[] numbers = [.. leftOut.Except(texts, StringComparer.Ordinal)];
        RequireKnown(all, numbers);
        int[] cells = [.. all.Columns.Where(column => !numbers.Contains(schema.Columns[column].Name, StringComparer.Ordinal)), .. moments];
        if (numbers.Length > 0 && cells.Length == 0 && FeatureKinds.DeclaredTexts(schema).Length == 0)
        {
            throw new ArgumentException("all columns of numbers are to be left out, so nothing is left to learn from");
        }
        string[] none = [.. all.Names.Concat(texts).Where(name => leftOut.Contains(name, StringComparer.Ordinal))];
        return new FeatureSelection(schema, none)
        {
            Moments = moments,
            Indicators = [.. indicators.Select(ColumnOf)],
            Texts =
            [
                .. FeatureKinds.DeclaredTexts(schema),
                .. possible.Where(column => !leftOut.Contains(schema.Columns[column].Name, StringComparer.Ordinal)),
            ],
        };

        int ColumnOf(string name)
        {
            int place = Array.FindIndex(cells, column => schema.Columns[column].Name == name);
            return place >= 0 ? cells[place]
                : throw new ArgumentException($"'{name}' is no column of numbers, dates or times to learn from");
        }
    }

    private static void RequireKnown(FeatureSelection all, IReadOnlyList<string> leftOut)
    {
        if (leftOut.FirstOrDefault(name => !all.Names.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is to be left out, but is no column of numbers to learn from");
        }
    }

    private static IEnumerable<int> Numbers(Schema schema) =>
        Enumerable.Range(0, schema.Columns.Count).Where(column => IsFeature(schema, column));
}
