using System.Text;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Features;

/// <summary>What a column seems to be for.</summary>
/// <param name="Role">Null where its owner has to say, and for the label.</param>
/// <param name="Reason">What speaks for it, or what is asked, as a clause.</param>
/// <param name="Asks">Whether its owner has to say.</param>
public sealed record RoleProposal(ColumnRole? Role, string Reason, bool Asks = false);

/// <summary>
/// Looks through all records of a file and proposes what each column is for, so that somebody confirms it. What is not clearly one thing is
/// asked for. Memory is bounded whatever the file: of each column at most some thousands of different values are told apart.
/// </summary>
public sealed class ColumnSurvey
{
    private const int ValuesOfAll = 1 << 21; // told apart in all columns together
    private const int ValuesOfOne = 1 << 16;
    private const int LeastDistinct = 20; // fewer records may differ by chance

    private readonly Schema _schema;
    private readonly bool _named;
    private readonly RowNumbers _numbers;
    private readonly Cells[] _cells;

    /// <param name="schema">Of the file, as inferred.</param>
    /// <param name="named">Whether somebody named the columns; where not, as in an array, every number is meant.</param>
    public ColumnSurvey(Schema schema, bool named)
    {
        ArgumentNullException.ThrowIfNull(schema);
        (_schema, _named) = (schema, named);
        int most = Math.Clamp(ValuesOfAll / schema.Columns.Count, LeastDistinct, ValuesOfOne);
        _cells = [.. schema.Columns.Select(column => new Cells(most))];
        _numbers = new RowNumbers(schema, named ? Enumerable.Range(0, _cells.Length).Where(column => column != schema.LabelIndex) : []);
    }

    /// <summary>Records without a value in the label's column.</summary>
    public long Unlabelled => _schema.LabelIndex < 0 ? 0 : _cells[_schema.LabelIndex].Missing;

    /// <summary>Records looked at.</summary>
    public long Records { get; private set; }

    public void Read(RecordBuffer records)
    {
        ArgumentNullException.ThrowIfNull(records);
        _numbers.Read(column => records[column], records.Count);
        for (int column = 0; column < _cells.Length; column++)
        {
            _cells[column].Read(records[column], records.Count, _named);
        }
        Records += records.Count;
    }

    /// <summary>One for each column of the schema, in its order.</summary>
    public IReadOnlyList<RoleProposal> Proposals()
    {
        int[] numbering = [.. _numbers.Found];
        int times = _schema.Columns.Index().Count(item => item.Index != _schema.LabelIndex && IsMoment(item.Item.Type));
        return [.. _schema.Columns.Select((column, index) => index == _schema.LabelIndex ? OfLabel()
            : _cells[index].Present == 0 ? new RoleProposal(ColumnRole.Ignored, "no record has a value")
            : numbering.Contains(index) ? new RoleProposal(ColumnRole.Ignored, "it only numbers the records, one by one")
            : Of(column, _cells[index], times))];
    }

    private RoleProposal OfLabel() => new(null, _schema.Task == LearningTask.Regression ? $"numbers to foretell{Without()}"
        : LikelyTarget.Is(_schema, Records - Unlabelled)
            ? $"{LikelyTarget.Sentence(_schema.Classes.Count, Records - Unlabelled)}{Without()}: "
                + "numbers to foretell (--target), or classes?"
        : $"{_schema.Classes.Count} {(_schema.Classes.Count == 1 ? "class" : "classes")}{Without()}");

    private string Without() => Unlabelled == 0 ? "" : $"; {Unlabelled} of {Records} records have none";

    private RoleProposal Of(Column column, Cells cells, int times) => column.Type switch
    {
        ColumnType.Boolean => new RoleProposal(ColumnRole.Feature, "true or false"),
        ColumnType.Float64 when IsNamedWeight(column.Name) => new RoleProposal(ColumnRole.Weight, "by its name, how much a record counts"),
        ColumnType.Float64 => new RoleProposal(ColumnRole.Feature, "decimal numbers"),
        ColumnType.Int64 => OfWhole(column, cells),
        ColumnType.Text => OfText(cells),
        _ when times == 1 => new RoleProposal(ColumnRole.Time, "the only column of dates or times"),
        _ => Ask($"one of {times} columns of dates or times: which of them says when a record was made?"),
    };

    private RoleProposal OfWhole(Column column, Cells cells)
    {
        if (!_named || !(IsNamedKey(column.Name) || AreAllDifferent(cells)))
        {
            return new RoleProposal(ColumnRole.Feature, "whole numbers");
        }
        return AreAllDifferent(cells) && IsNamedKey(column.Name)
            ? new RoleProposal(ColumnRole.Id, "whole numbers of which no two are alike, and the name of a key")
            : Ask(AreAllDifferent(cells) ? "whole numbers of which no two are alike: do they name records, or measure something?"
                : "named like a key, but values come again: does it name a group of records, or measure something?");
    }

    private RoleProposal OfText(Cells cells) => cells.Running.Holds
        ? new RoleProposal(ColumnRole.Feature, "running text: compared for near copies, and learned from by its words")
        : AreAllDifferent(cells) ? new RoleProposal(ColumnRole.Id, "texts of which no two are alike")
        : Ask($"{cells.Different} different texts: a group, a feature (learned from by its words), or ignored?");

    private static RoleProposal Ask(string question) => new(null, question, Asks: true);

    private static bool AreAllDifferent(Cells cells) => cells.Present >= LeastDistinct && !cells.Repeats;

    private static bool IsMoment(ColumnType type) => type is ColumnType.Date or ColumnType.DateTime or ColumnType.Instant;

    private static bool IsNamedKey(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.Equals("key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("uuid", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("ID", StringComparison.Ordinal) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("-id", StringComparison.OrdinalIgnoreCase) || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase);

    private static bool IsNamedWeight(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()
            is "sampleweight" or "instanceweight" or "recordweight";

    /// <summary>What the cells of one column are like.</summary>
    private sealed class Cells(int most)
    {
        private readonly HashSet<Digest> _texts = [];
        private readonly HashSet<long> _numbers = [];
        private bool _full;

        public RunningText Running { get; } = new();

        public long Present { get; private set; }

        public long Missing { get; private set; }

        public bool Repeats { get; private set; }

        /// <summary>Different values, for people.</summary>
        public string Different => $"{(_full ? "more than " : "")}{_texts.Count}";

        public void Read(ColumnBuffer cells, int count, bool named)
        {
            Missing += cells.MissingCount;
            Present += count - cells.MissingCount;
            if (cells.Type is not (ColumnType.Text or ColumnType.Int64) || (cells.Type == ColumnType.Int64 && (Repeats || !named)))
            {
                return;
            }
            for (int row = 0; row < count; row++)
            {
                if (!cells.IsMissing(row))
                {
                    Add(cells, row);
                }
            }
        }

        private void Add(ColumnBuffer cells, int row)
        {
            if (cells.Type == ColumnType.Text)
            {
                Running.Add(cells.Text(row));
            }
            if (_full)
            {
                return; // as many different ones stand for all
            }
            bool added = cells.Type == ColumnType.Text
                ? _texts.Add(Digest.Of(Encoding.UTF8.GetBytes(cells.Text(row)!)))
                : _numbers.Add(cells.Integer(row));
            Repeats |= !added;
            _full = _texts.Count >= most || _numbers.Count >= most;
        }
    }
}
