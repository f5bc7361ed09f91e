using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>How far one pass over a source has come.</summary>
/// <param name="Records">Number of rows read.</param>
/// <param name="Bytes">Number of bytes read, unpacked ones where the source is packed.</param>
public readonly record struct ReadProgress(long Records, long Bytes);

/// <summary>
/// Finds the schema of a source in one streaming pass. A column holds integers if every cell that is not missing is one, else numbers,
/// else booleans, else dates, times or instants, else text; one without any cell holds numbers. What would not come back as it is
/// written, such as a number with leading zeros, is text (<see cref="DecimalText"/>). Usual words for missing cells are missing where all
/// others are no text (<see cref="MissingWords"/>). Bounds are not inferred, the data to be judged cannot set them.
/// </summary>
public static class SchemaInference
{
    private const int RowsAtOnce = 4_096;
    private const int RowsForGuess = 4 * RowsAtOnce;

    /// <param name="source">Read once from beginning to end.</param>
    /// <param name="label">
    /// Name of the label column; its classes are the values found, numbers in numeric order, all else in ordinal order.
    /// </param>
    /// <param name="threads">Pieces of the file looked at at once. Has no influence on the result.</param>
    /// <param name="progress">Told on this thread.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <exception cref="SourceException">
    /// The source cannot be read, or its label is absent, somewhere missing, or has too many values.
    /// </exception>
    public static InferredSchema Infer(
        IRecordSource source, string? label, int threads = 1, IProgress<ReadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Look(source, label, false, threads, long.MaxValue, progress, cancellation)!;
    }

    /// <summary>The same where records may have no label: where one has none, the schema says that labels are optional.</summary>
    /// <exception cref="SourceException">As above, or no record has a label.</exception>
    public static InferredSchema InferPartlyLabelled(
        IRecordSource source, string label, int threads = 1, IProgress<ReadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Look(source, label, true, threads, long.MaxValue, progress, cancellation)!;
    }

    /// <summary>
    /// The schema that the beginning of the source speaks for, or null where it leaves a column open, or where cells are to be counted
    /// to say what became of a column. If every row of the source can be read under it, it is what <see cref="Infer"/> finds, notes and
    /// all: types only ever widen, classes only ever come to.
    /// </summary>
    internal static InferredSchema? Guess(IRecordSource source, string? label, int threads, CancellationToken cancellation)
    {
        try
        {
            return Look(source, label, false, threads, RowsForGuess, null, cancellation);
        }
        catch (SourceException)
        {
            return null; // said properly when the whole file is looked at
        }
    }

    private static InferredSchema? Look(
        IRecordSource source, string? label, bool mayLack, int threads, long rowLimit, IProgress<ReadProgress>? progress,
        CancellationToken cancellation)
    {
        using IRowReader reader = source.Open();
        var found = new Evidence(source, reader, label, mayLack);
        long rows = 0;
        IEnumerable<Evidence.Piece> pieces = OrderedPipeline.Run(
            reader.Pieces(source, RowsAtOnce), piece => piece.With(found.Look), threads);
        foreach (Evidence.Piece piece in pieces)
        {
            cancellation.ThrowIfCancellationRequested();
            found.Merge(piece, isBeginning: rows < RowsForGuess);
            rows += piece.Rows;
            progress?.Report(new ReadProgress(rows, reader.BytesRead));
            if (rows >= rowLimit)
            {
                return found.SpeaksForAll ? found.ToSchema() : null;
            }
        }
        return found.ToSchema();
    }

    /// <summary>What the pieces looked at so far say of every column and of the label's values.</summary>
    private sealed class Evidence
    {
        private readonly IRecordSource _source;
        private readonly IReadOnlyList<string> _columns;
        private readonly string? _label;
        private readonly int _labelIndex = -1;
        private readonly int _classesIndex; // of what the source calls its label, too, where no schema with classes is wanted
        private readonly ColumnEvidence[] _found;
        private readonly bool[] _nearlyNumbers; // by the beginning alone, so that a guess and a look at all say the same
        private readonly bool _mayLack;
        private readonly HashSet<string> _labels = new(StringComparer.Ordinal); // with the empty one where a record has none

        public Evidence(IRecordSource source, IRowReader reader, string? label, bool mayLack)
        {
            (_source, _columns, _label, _mayLack) = (source, reader.Columns, label, mayLack);
            _found = [.. _columns.Select(_ => ColumnEvidence.None)];
            _nearlyNumbers = new bool[_found.Length];
            _classesIndex = _columns.ToList().IndexOf(label ?? source.Roles.Label ?? "");
            if (label is not null)
            {
                _labelIndex = _classesIndex;
                if (_labelIndex < 0)
                {
                    string reason = reader.HeaderPosition is null
                        ? "there is no such column to be the label" : source.NoSuchColumn(_columns);
                    throw new SourceException(source.Name, reader.HeaderPosition, label, reason, source.PositionUnit);
                }
            }
        }

        private const string LabelMissing = "the label is missing; leave such records out, "
            + "declare that labels are optional (--schema), or register without a label";

        public bool SpeaksForAll => _found.Index().All(column =>
            column.Item.First is not null
            && (TypeOf(column.Index) != ColumnType.Text || (!_nearlyNumbers[column.Index] && !column.Item.IsHalfBoolean)));

        /// <summary>Safe for use by several threads: changes nothing.</summary>
        public Piece Look(IRows rows)
        {
            var columns = new ColumnEvidence[_columns.Count];
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column] = rows.Look(column);
            }
            return new Piece(columns, rows.Count, _labelIndex < 0 ? [] : Labels(rows));
        }

        /// <param name="piece">The next in the file's order.</param>
        /// <param name="isBeginning">Whether it is one of those that a guess looks at.</param>
        public void Merge(Piece piece, bool isBeginning)
        {
            for (int column = 0; column < _found.Length; column++)
            {
                CounterExample? word = _found[column].MissingWord;
                ColumnEvidence merged = ColumnEvidence.Merge(_found[column], piece.Columns[column]);
                _found[column] = isBeginning ? merged : merged with { MissingWord = word };
                _nearlyNumbers[column] = isBeginning ? IsNearlyNumbers(merged) : _nearlyNumbers[column];
            }
            _labels.UnionWith(piece.Labels);
            if (_labels.Count > Schema.ClassLimit)
            {
                throw TooManyClasses();
            }
        }

        public InferredSchema ToSchema()
        {
            RequireOneKind();
            Column[] columns = [.. _columns.Select((name, index) => new Column(name, TypeOf(index)))];
            SchemaNote[] notes =
                [.. columns.SelectMany((column, index) => SchemaNote.Of(column.Name, column.Type, _found[index], _nearlyNumbers[index])
                    .Select(note => note with { IsLabel = index == _classesIndex }))];
            if (_label is null)
            {
                return new InferredSchema(new Schema(columns), notes);
            }
            bool optional = _labels.Remove("");
            if (_labels.Count == 0)
            {
                throw new SourceException(_source.Name, null, _label, "no record has a label");
            }
            if (columns[_labelIndex].Type == ColumnType.Float64 && _labels.FirstOrDefault(IsEndless) is { } endless)
            {
                throw new SourceException(_source.Name, null, _label, $"'{endless}' cannot be a class");
            }
            if (columns[_labelIndex].Type != ColumnType.Text && _found[_labelIndex].MissingWord is { } word)
            {
                string doubt = $"'{word.Text}' may be a class or say that there is no label: leave such records out, "
                    + "or say --missing none where it is a class";
                throw new SourceException(_source.Name, word.Position, _label, doubt, _source.PositionUnit);
            }
            string[] classes = Classes(columns[_labelIndex].Type);
            if (classes.FirstOrDefault(text => text.Length > Schema.NameLengthLimit) is string tooLong)
            {
                string reason = $"the class '{CellText.Shorten(tooLong)}' has more than {Schema.NameLengthLimit} characters";
                throw new SourceException(_source.Name, null, _label, reason);
            }
            return new InferredSchema(new Schema(columns, _label, classes, labelOptional: optional), notes);
        }

        /// <summary>A column that is text because its cells are of several kinds is none, unless it is declared what they are.</summary>
        private void RequireOneKind()
        {
            for (int i = 0; i < _found.Length; i++)
            {
                bool isAsked = TypeOf(i) == ColumnType.Text && !_source.Roles.AsWritten.Contains(_columns[i]);
                if (isAsked && _found[i].Kinds.ProblemAsText(_columns[i]) is { } problem)
                {
                    throw _source.Fault(problem.Position, _columns[i], problem.Reason);
                }
            }
        }

        /// <summary>Classes keep the words that they are written with, but for true and false.</summary>
        private ColumnType TypeOf(int column)
        {
            ColumnEvidence found = _found[column];
            bool words = found.Type switch
            {
                ColumnType.Boolean => (found.Words & ~(BooleanWords.True | BooleanWords.False)) != 0,
                ColumnType.Date or ColumnType.DateTime or ColumnType.Instant => true,
                _ => false,
            };
            return words && column == _classesIndex ? ColumnType.Text : found.Type;
        }

        /// <summary>
        /// Whether people may take a column for one of numbers that is not: half of its cells are, or the first that is none looks so.
        /// Where all are, no one type holds the whole numbers and the others.
        /// </summary>
        private static bool IsNearlyNumbers(ColumnEvidence found) =>
            found.NotFloat64 is not null
            && (found.Others.Count == 0 ? found.Numbers > 0
                : found.Numbers >= found.Others.Count || found.Others.First[0].Reason is not null);

        private HashSet<string> Labels(IRows rows)
        {
            HashSet<string> values = new(StringComparer.Ordinal);
            HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = values.GetAlternateLookup<ReadOnlySpan<char>>();
            Span<char> scratch = stackalloc char[IRows.TextScratch];
            for (int row = 0; row < rows.Count; row++)
            {
                ReadOnlySpan<char> text = rows.Text(row, _labelIndex, scratch);
                if (text.IsEmpty && !_mayLack)
                {
                    throw _source.Fault(rows.PositionOf(row), _label, LabelMissing);
                }
                if (lookup.Add(text) && values.Count > Schema.ClassLimit)
                {
                    throw TooManyClasses();
                }
            }
            return values;
        }

        private SourceException TooManyClasses() =>
            new(
                _source.Name, null, _label,
                $"has more than {Schema.ClassLimit} different values, too many for a label; "
                    + "numbers to be foretold are named with --target");

        /// <summary>Different spellings of one value ("1", "1.0") are one class.</summary>
        private string[] Classes(ColumnType type) => type switch
        {
            ColumnType.Int64 => [.. _labels.Select(Int64).Distinct().Order().Select(CellText.Of)],
            ColumnType.Float64 => [.. _labels.Select(Float64).Distinct().Order().Select(CellText.Of)],
            ColumnType.Boolean => [.. _labels.Select(Boolean).Distinct().Order().Select(CellText.Of)],
            _ => [.. _labels.Order(StringComparer.Ordinal)],
        };

        private static long Int64(string text) => CellText.TryInt64(text, out long value) ? value : throw new InvalidOperationException();

        private static double Float64(string text) =>
            CellText.TryFloat64(text, out double value) ? RecordFormat.Canonical(value) : throw new InvalidOperationException();

        private static bool Boolean(string text) =>
            CellText.TryBoolean(text, out bool value) ? value : throw new InvalidOperationException();

        /// <summary>An infinite float of an array: a number to it, and none that a class can be named by.</summary>
        private static bool IsEndless(string text) => !CellText.TryFloat64(text, out _);

        /// <param name="Labels">The label's different values, as they are written.</param>
        public readonly record struct Piece(ColumnEvidence[] Columns, int Rows, HashSet<string> Labels);
    }
}
