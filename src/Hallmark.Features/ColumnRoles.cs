using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>
/// What the columns of a file are for, by its schema and all their cells: numbers to learn from, by the rule of
/// <see cref="FeatureSelection"/>; running text; names and keys; <see cref="RowNumbers"/>. A declared role wins.
/// </summary>
public sealed class ColumnRoles
{
    private readonly Schema _schema;
    private readonly int[] _columns;
    private readonly Dictionary<int, RunningText> _texts;
    private readonly RowNumbers? _search;
    private readonly IReadOnlyList<string> _known;
    private HashSet<int> _numbering = [];

    /// <param name="schema">Of the file, declared or inferred.</param>
    /// <param name="taken">Columns that are something else already.</param>
    /// <param name="rowNumbers">Names of the columns that number the rows; null to find out.</param>
    public ColumnRoles(Schema schema, IReadOnlyCollection<int> taken, IReadOnlyList<string>? rowNumbers)
    {
        _schema = schema;
        _columns = [.. Enumerable.Range(0, schema.Columns.Count).Except([.. taken, schema.LabelIndex])];
        _texts = _columns.Where(column => schema.Columns[column] is { Type: ColumnType.Text, MayBeFeature: true })
            .ToDictionary(column => column, _ => new RunningText());
        _search = rowNumbers is null ? new RowNumbers(schema, _columns.Where(IsFeature)) : null;
        _known = rowNumbers ?? [];
    }

    /// <summary>Columns that are learned from.</summary>
    public int[] Features => [.. _columns.Where(column => IsFeature(column) && !_numbering.Contains(column))];

    /// <summary>Columns of dates and times that models learn from.</summary>
    public int[] Moments => [.. _columns.Intersect(FeatureKinds.Moments(_schema))];

    /// <summary>Columns of text that models learn from: declared ones, and running text where there is nothing else.</summary>
    public int[] LearnedTexts =>
    [
        .. _columns.Intersect(FeatureKinds.DeclaredTexts(_schema)), .. Features.Length == 0 && Moments.Length == 0
            ? RunningTexts.Except(FeatureKinds.DeclaredTexts(_schema))
            : [],
    ];

    /// <summary>Columns of text that copies share with small changes, see <see cref="RunningText"/>.</summary>
    public int[] RunningTexts => [.. _columns.Where(IsRunning)];

    /// <summary>Columns that are none of these, nor declared to be something else: names and keys.</summary>
    public string[] Unused => NamesOf(column => _schema.Columns[column].MayBeFeature && !IsFeature(column) && !IsRunning(column)
        && !Moments.Contains(column));

    /// <summary>Columns that are declared to be something else than features, with what they are.</summary>
    public (string Column, ColumnRole Role)[] Declared =>
        [.. _columns.Select(column => _schema.Columns[column]).Where(column => !column.MayBeFeature)
            .Select(column => (column.Name, column.Role!.Value))];

    /// <summary>Columns that tell one record from another: all but row numbers and those that are declared keys or ignored.</summary>
    public int[] Contents => [.. _columns.Where(column => !_numbering.Contains(column)
        && _schema.Columns[column].Role is not (ColumnRole.Id or ColumnRole.Ignored))];

    /// <summary>Columns that only number the rows.</summary>
    public string[] RowNumbers => NamesOf(_numbering.Contains);

    /// <summary>Looks at all cells, or at as many as it takes.</summary>
    /// <param name="buffers">The whole file in its order.</param>
    /// <param name="cancellation">Stops between buffers.</param>
    public void Read(IEnumerable<RecordBuffer> buffers, CancellationToken cancellation)
    {
        foreach (RecordBuffer buffer in buffers)
        {
            cancellation.ThrowIfCancellationRequested();
            _search?.Read(column => buffer[column], buffer.Count);
            foreach ((int column, RunningText text) in _texts)
            {
                for (int row = 0; row < buffer.Count; row++)
                {
                    text.Add(buffer[column].Text(row));
                }
            }
            if (_texts.Count == 0 && _search is not { AnyLeft: true })
            {
                break;
            }
        }
        _numbering = _search is null
            ? [.. _columns.Where(column => _known.Contains(_schema.Columns[column].Name))]
            : [.. _search.Found];
        if (_search is not null && Features.Length == 0 && RunningTexts.Length == 0)
        {
            _numbering.Clear(); // where a file has nothing else, its row numbers are what it has
        }
    }

    private bool IsFeature(int column) => FeatureSelection.IsFeature(_schema, column);

    private bool IsRunning(int column) =>
        _texts.TryGetValue(column, out RunningText? text) && (_schema.Columns[column].Role == ColumnRole.Feature || text.Holds);

    private string[] NamesOf(Func<int, bool> which) => [.. _columns.Where(which).Select(column => _schema.Columns[column].Name)];
}
