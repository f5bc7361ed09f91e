using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Quality.Checks;

/// <summary>Numbers that are no numbers, labels that are no classes.</summary>
internal sealed class SchemaCheck() : CellCheck("schema", "records with finite numbers and a label that is one of the classes")
{
    private protected override string? Find(RecordBatch batch, int record)
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
        if (schema.LabelIndex < 0 || (schema.HasClasses && batch.Labels[record] >= 0))
        {
            return null;
        }
        string? label = batch[schema.LabelIndex].Text(record);
        if (label is null ? schema.IsLabelOptional : !schema.HasClasses)
        {
            return null;
        }
        return label is null ? $"the label '{schema.Label}' is missing"
            : $"the label '{schema.Label}' is '{label}', which is none of the classes";
    }
}
