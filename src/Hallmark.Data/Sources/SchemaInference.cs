using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Sources;

/// <summary>
/// Finds the schema of a CSV file in one streaming pass. A column holds integers if every cell that is not missing is one,
/// else numbers, else booleans, else text; one without any cell holds numbers. Numbers with leading zeros are numbers: declare
/// such a column as text where the zeros matter. Bounds are not inferred, the data to be judged cannot set them.
/// </summary>
public static class SchemaInference
{
    private const int RowsAtOnce = 4_096;
    private const int RowsForGuess = 4 * RowsAtOnce;

    /// <param name="source">Read once from beginning to end.</param>
    /// <param name="label">Name of the label column; its classes are the values found, numbers in numeric order, all else in ordinal order.</param>
    /// <param name="threads">Pieces of the file looked at at once. Has no influence on the result.</param>
    /// <param name="progress">Told the rows and bytes read.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <exception cref="SourceException">The file cannot be read as CSV, or its label is absent, somewhere missing, or has too many values.</exception>
    public static Schema Infer(
        CsvSource source, string? label, int threads = 1, IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Look(source, label, threads, long.MaxValue, progress, cancellation)!;
    }

    /// <summary>
    /// The schema that the beginning of the file speaks for, or null where it leaves a column open. If every row of the file
    /// can be read under it, it is the schema that <see cref="Infer"/> finds: types only ever widen, classes only ever come to.
    /// </summary>
    internal static Schema? Guess(CsvSource source, string? label, int threads, CancellationToken cancellation)
    {
        try
        {
            return Look(source, label, threads, RowsForGuess, null, cancellation);
        }
        catch (SourceException)
        {
            return null; // said properly when the whole file is looked at
        }
    }

    private static Schema? Look(
        CsvSource source, string? label, int threads, long rowLimit, IProgress<RegistrationProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<string> columns = [];
        ColumnEvidence[]? found = null;
        long rows = 0;
        long bytes = 0;
        IEnumerable<(ColumnEvidence[] Evidence, int Rows)> pieces = source.Process<(ColumnEvidence[], int)>(
            RowsAtOnce,
            threads,
            header =>
            {
                columns = header;
                int labelIndex = label is null ? -1 : LabelIndex(header, label, source.Name);
                return raw => (ColumnEvidence.Of(raw, header.Count, labelIndex, source.Name, label), raw.Count);
            },
            read => bytes = read);
        foreach ((ColumnEvidence[] evidence, int count) in pieces)
        {
            cancellation.ThrowIfCancellationRequested();
            found = found is null ? evidence : [.. found.Zip(evidence, ColumnEvidence.Merge)];
            if (found.Any(column => column.Values.Count > Schema.ClassLimit))
            {
                throw TooManyClasses(source.Name, label);
            }
            rows += count;
            progress?.Report(new RegistrationProgress(RegistrationStage.InferringSchema, rows, bytes));
            if (rows >= rowLimit)
            {
                return found.All(column => column.Any) ? ToSchema(columns, found, label, source.Name) : null;
            }
        }
        return ToSchema(columns, found!, label, source.Name);
    }

    private static int LabelIndex(IReadOnlyList<string> header, string label, string file)
    {
        int index = header.ToList().IndexOf(label);
        return index >= 0 ? index : throw new SourceException(file, 1, label, "the header does not name this label column");
    }

    private static Schema ToSchema(IReadOnlyList<string> names, ColumnEvidence[] found, string? label, string file)
    {
        Column[] columns = [.. names.Select((name, index) => new Column(name, found[index].Type))];
        if (label is null)
        {
            return new Schema(columns);
        }
        ColumnEvidence evidence = found[names.ToList().IndexOf(label)];
        string[] classes = Classes(evidence);
        if (classes.FirstOrDefault(text => text.Length > Schema.NameLengthLimit) is string tooLong)
        {
            throw new SourceException(file, null, label, $"the class '{CellText.Shorten(tooLong)}' has more than {Schema.NameLengthLimit} characters");
        }
        return new Schema(columns, label, classes);
    }

    internal static SourceException TooManyClasses(string file, string? label) =>
        new(file, null, label, $"has more than {Schema.ClassLimit} different values, too many for a label");

    /// <summary>Different spellings of one value ("1", "1.0") are one class.</summary>
    private static string[] Classes(ColumnEvidence evidence) => evidence.Type switch
    {
        ColumnType.Int64 => [.. evidence.Values.Select(Int64).Distinct().Order().Select(CellText.Of)],
        ColumnType.Float64 => [.. evidence.Values.Select(Float64).Distinct().Order().Select(CellText.Of)],
        ColumnType.Boolean => [.. evidence.Values.Select(Boolean).Distinct().Order().Select(CellText.Of)],
        _ => [.. evidence.Values.Order(StringComparer.Ordinal)],
    };

    private static long Int64(string text) => CellText.TryInt64(text, out long value) ? value : throw new InvalidOperationException();

    private static double Float64(string text) =>
        CellText.TryFloat64(text, out double value) ? RecordFormat.Canonical(value) : throw new InvalidOperationException();

    private static bool Boolean(string text) => CellText.TryBoolean(text, out bool value) ? value : throw new InvalidOperationException();
}
