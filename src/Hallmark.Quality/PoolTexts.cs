using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Features;

namespace Hallmark.Quality;

/// <summary>The texts of a pool, until it is known which of its columns hold running text.</summary>
internal sealed class PoolTexts(Schema schema, int rows)
{
    private readonly (int Column, RunningText Text, string?[] Cells)[] _columns =
    [
        .. Enumerable.Range(0, schema.Columns.Count)
            .Where(column => column != schema.LabelIndex && schema.Columns[column] is { Type: ColumnType.Text, MayBeFeature: true })
            .Select(column => (column, new RunningText(), new string?[rows])),
    ];

    public void Add(int first, RecordBatch records)
    {
        foreach ((int column, RunningText text, string?[] cells) in _columns)
        {
            for (int record = 0; record < records.Count; record++)
            {
                cells[first + record] = records[column].Text(record);
                text.Add(cells[first + record]);
            }
        }
    }

    /// <summary>Columns that models learn from: declared ones, and running text where there is nothing else.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Learned()
    {
        int[] declared = FeatureKinds.DeclaredTexts(schema);
        int[] possible = FeatureKinds.PossibleTexts(schema);
        return [.. _columns
            .Where(column => declared.Contains(column.Column) || (possible.Contains(column.Column) && column.Text.Holds))
            .Select(column => column.Cells)];
    }

    /// <summary>The running texts of each row as one; null where no column holds any.</summary>
    public string?[]? Joined()
    {
        string?[][] running = [.. _columns.Where(column => column.Text.Holds).Select(column => column.Cells)];
        return running.Length == 0 ? null
            : [.. Enumerable.Range(0, rows).Select(row => RunningText.Join(running.Select(cells => cells[row])))];
    }
}
