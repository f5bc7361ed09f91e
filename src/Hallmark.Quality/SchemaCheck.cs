using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Quality;

/// <summary>
/// What a record's own cells say, without looking at any other: numbers that are no numbers, labels that are no classes,
/// numbers outside the bounds that the schema declares, cells without a value.
/// </summary>
internal sealed class SchemaCheck
{
    public SchemaCheck(RecordBatch batch, int findingLimit)
    {
        Violations = new CheckResult(CheckNames.Schema, findingLimit);
        OutOfRange = new CheckResult(CheckNames.Ranges, findingLimit);
        for (int record = 0; record < batch.Count; record++)
        {
            if (Violation(batch, record) is string violation)
            {
                Violations.Add(record, violation);
            }
            if (RangeViolation(batch, record) is string outside)
            {
                OutOfRange.Add(record, outside);
            }
        }
        MissingCells = Enumerable.Range(0, batch.Schema.Columns.Count)
            .Where(column => column != batch.Schema.LabelIndex)
            .Sum(column => (long)batch[column].MissingCount);
    }

    public CheckResult Violations { get; }

    public CheckResult OutOfRange { get; }

    public long MissingCells { get; }

    private static string? Violation(RecordBatch batch, int record)
    {
        Schema schema = batch.Schema;
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            ColumnBuffer cells = batch[i];
            if (cells.Type == ColumnType.Float64 && !cells.IsMissing(record) && !double.IsFinite(cells.Number(record)))
            {
                return $"field '{schema.Columns[i].Name}' is {cells.Text(record)}, not a finite number";
            }
        }
        if (schema.LabelIndex < 0 || batch.Labels[record] >= 0)
        {
            return null;
        }
        string? label = batch[schema.LabelIndex].Text(record);
        return label is null ? $"the label '{schema.Label}' is missing" : $"the label '{schema.Label}' is '{label}', which is none of the classes";
    }

    private static string? RangeViolation(RecordBatch batch, int record)
    {
        for (int i = 0; i < batch.Schema.Columns.Count; i++)
        {
            Column column = batch.Schema.Columns[i];
            if ((column.Minimum ?? column.Maximum) is null || batch[i].IsMissing(record))
            {
                continue;
            }
            double value = batch[i].Number(record);
            if (value < column.Minimum)
            {
                return $"field '{column.Name}' is {batch[i].Text(record)}, below {CellText.Of(column.Minimum.Value)}";
            }
            if (value > column.Maximum)
            {
                return $"field '{column.Name}' is {batch[i].Text(record)}, above {CellText.Of(column.Maximum.Value)}";
            }
        }
        return null;
    }
}
