using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Checking;

/// <summary>
/// Reads any <see cref="IRecordSource"/> as records to check, under a declared schema or under the one that registration would find; only
/// that a label may be missing where nobody declared whether it may. The source is read anew for types, roles and numbers, so that memory
/// holds the numbers once.
/// </summary>
public sealed class CheckInputReader
{
    private const int RowsAtOnce = 4_096;
    private const int CellsAtOnce = 1 << 19; // of wide rows: some pieces are typed at once, beside the numbers that stay

    private readonly IRecordSource _source;
    private readonly InferredSchema _inferred;
    private readonly Schema _schema;
    private readonly int _label;
    private readonly int _target = -1;
    private readonly int _origin;
    private readonly ColumnRoles _roles;
    private readonly int[] _running;
    private readonly FeatureEncoder _encoder;
    private readonly RecordContents _hashes;
    private readonly Matrix? _matrix;
    private readonly int[] _momentColumns;
    private readonly FeatureEncoder _momentEncoder;
    private readonly Matrix? _moments;
    private readonly (int Column, string?[] Cells)[] _learned;
    private readonly string?[]? _texts;
    private readonly Digest[] _contents;
    private readonly NameList _classes;
    private readonly NameList _origins;
    private readonly GroupList _groups;
    private readonly double[] _targets;
    private readonly long[] _positions;

    private CheckInputReader(IRecordSource source, CheckInput? like, InferredSchema? declared, CancellationToken cancellation)
    {
        _source = source;
        (_inferred, long count) = Look(source, declared, cancellation);
        _schema = _inferred.Schema;
        int rows = count <= int.MaxValue ? (int)count : throw Fault(null, $"has {count} records, more than fit in memory");
        int label = Find(source.Roles.Label ?? _schema.Label);
        (_label, _target) = _schema.Task == LearningTask.Regression ? (-1, label) : (label, -1);
        _origin = Find(source.Roles.Origin);
        // The numbers of an array are all meant; in a table somebody's program may have numbered the rows.
        IReadOnlyList<string>? numbering = IsTable ? like?.RowNumbers : [];
        _roles = new ColumnRoles(_schema, [label, _origin], numbering);
        _roles.Read(Buffers(), cancellation);
        _running = _roles.RunningTexts;
        int[] features = _roles.Features;
        _momentColumns = _roles.Moments;
        if (features.Length == 0 && _running.Length == 0 && _momentColumns.Length == 0)
        {
            throw AtHeader(null, _ => "has no column of numbers, dates or times and no running text to look at");
        }
        if ((long)rows * features.Length > Array.MaxLength)
        {
            throw Fault(null, $"has {rows} records of {features.Length} numbers, more than fit in memory");
        }
        _encoder = new FeatureEncoder(features, FeatureEncoding.Ranged, [.. NamesOf(features).Select(name => like?.ScaleOf(name))]);
        _hashes = new RecordContents(_roles.Contents);
        _matrix = features.Length == 0 ? null : new Matrix(rows, features.Length);
        _momentEncoder = new FeatureEncoder(_momentColumns, FeatureEncoding.Ranged);
        _moments = _momentColumns.Length == 0 ? null : new Matrix(rows, _momentColumns.Length);
        _learned = [.. _roles.LearnedTexts.Select(column => (column, new string?[rows]))];
        _texts = _running.Length == 0 ? null : new string?[rows];
        _contents = new Digest[rows];
        _classes = new NameList(_label < 0 ? 0 : rows);
        _origins = new NameList(_origin < 0 ? 0 : rows);
        _groups = new GroupList(_schema, rows);
        _targets = new double[_target < 0 ? 0 : rows];
        _positions = new long[rows];
    }

    /// <param name="source">With its label and the origin of each record among its roles, where it has them.</param>
    /// <param name="like">What this is to be compared with: the same columns are features, in the same scale. Null to find out.</param>
    /// <param name="declared">The schema that the file is held to, with what is to be said of it; null to find one.</param>
    /// <param name="cancellation">Stops between parts of the file.</param>
    /// <exception cref="SourceException">Says file, place and column.</exception>
    public static CheckInput Read(
        IRecordSource source, CheckInput? like = null, InferredSchema? declared = null, CancellationToken cancellation = default)
    {
        var reader = new CheckInputReader(source, like, declared, cancellation);
        int row = 0;
        foreach (RecordBuffer buffer in reader.Buffers())
        {
            cancellation.ThrowIfCancellationRequested();
            reader.Add(buffer, row);
            row += buffer.Count;
        }
        return reader.ToInput();
    }

    private CheckInput ToInput()
    {
        (int[] labels, string[] classes) = _classes.Sorted();
        if (classes.Length > Schema.ClassLimit)
        {
            throw Fault(_schema.Columns[_label].Name, $"has {classes.Length} different values, too many for a label");
        }
        (int[] origins, string[] originNames) = _origins.Sorted();
        string[] names = NamesOf(_roles.Features);
        return new CheckInput(_matrix, names, labels, classes, origins, originNames, _contents)
        {
            Moments = _moments,
            MomentNames = NamesOf(_momentColumns),
            LearnedTexts = [.. _learned.Select(text => text.Cells)],
            LearnedTextNames = NamesOf([.. _learned.Select(text => text.Column)]),
            Texts = _texts,
            RowNumbers = _roles.RowNumbers,
            Unused = _roles.Unused,
            Declared = _roles.Declared,
            Target = _target < 0 ? null : _schema.Columns[_target].Name,
            Targets = _targets,
            Groups = _groups.Rows,
            HasManyNumbers = _label >= 0 && !_schema.HasClasses
                && LikelyTarget.Is(_schema.Columns[_label].Type, classes.Length, labels.Count(one => one >= 0)),
            Dialect = _source.Dialect,
            Notes = [.. _inferred.Notes.Where(note => note.Column != _source.Roles.Origin)],
            PositionUnit = _source.PositionUnit,
            Positions = _positions,
            Locate = position => _source.Locate(position) is var (file, place) && file != _source.Name ? (file, place) : (null, position),
            Scales = _encoder.Scales,
            Shape = _source.RowShape is [int height, int width] ? new ImageShape(height, width) : ImageShape.FromNames(names),
        };
    }

    private void Add(RecordBuffer buffer, int first)
    {
        if (_matrix is not null)
        {
            _encoder.Encode(column => buffer[column], buffer.Count, _matrix, first);
        }
        if (_moments is not null)
        {
            _momentEncoder.Encode(column => buffer[column], buffer.Count, _moments, first);
        }
        _hashes.Hash(buffer, _contents.AsMemory(first, buffer.Count));
        for (int row = 0; row < buffer.Count; row++)
        {
            _positions[first + row] = buffer.Positions[row];
            if (_texts is not null)
            {
                _texts[first + row] = RunningText.Join(_running.Select(column => buffer[column].Text(row)));
            }
            foreach ((int column, string?[] cells) in _learned)
            {
                cells[first + row] = buffer[column].Text(row);
            }
            if (_label >= 0)
            {
                _classes.Set(first + row, buffer[_label].Text(row));
            }
            if (_target >= 0)
            {
                _targets[first + row] = buffer[_target].Number(row);
            }
            _groups.Set(first + row, buffer, row);
            if (_origin >= 0)
            {
                _origins.Set(first + row, buffer[_origin].Text(row) ?? "");
            }
        }
    }

    private static (InferredSchema Schema, long Records) Look(
        IRecordSource source, InferredSchema? declared, CancellationToken cancellation)
    {
        long count = 0;
        if (declared is null)
        {
            var counting = new Count(read => count = read.Records);
            return (SchemaInference.Infer(source, null, Environment.ProcessorCount, counting, cancellation), count);
        }
        foreach (RecordBuffer buffer in Buffers(source, declared.Schema))
        {
            cancellation.ThrowIfCancellationRequested();
            count += buffer.Count;
        }
        return (declared, count);
    }

    private bool IsTable => _source.NamesColumns;

    private IEnumerable<RecordBuffer> Buffers() => Buffers(_source, _schema);

    private static IEnumerable<RecordBuffer> Buffers(IRecordSource source, Schema schema) =>
        source.Read(schema, Math.Clamp(CellsAtOnce / schema.Columns.Count, 1, RowsAtOnce), Environment.ProcessorCount);

    private string[] NamesOf(int[] columns) => [.. columns.Select(column => _schema.Columns[column].Name)];

    private int Find(string? name)
    {
        int index = name is null ? -1 : _schema.Columns.ToList().FindIndex(column => column.Name == name);
        return name is null || index >= 0 ? index : throw AtHeader(
            name, named => named ? _source.NoSuchColumn(_schema.Columns.Select(column => column.Name)) : "there is no such column");
    }

    /// <param name="reason">Given whether columns are named at a place of the source.</param>
    private SourceException AtHeader(string? column, Func<bool, string> reason)
    {
        using IRowReader reader = _source.Open();
        return new SourceException(
            _source.Name, reader.HeaderPosition, column, reason(reader.HeaderPosition is not null), _source.PositionUnit);
    }

    private SourceException Fault(string? field, string reason) => new(_source.Name, null, field, reason);

    /// <summary>A report on the caller's own thread: <see cref="Progress{T}"/> would come too late.</summary>
    private sealed class Count(Action<ReadProgress> tell) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => tell(value);
    }
}
