using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Quality.Checks;

/// <summary>Numbers outside the bounds that the schema declares.</summary>
internal sealed class RangesCheck() : CellCheck("ranges", "records within the bounds that the schema declares")
{
    private protected override string? Find(RecordBatch batch, int record)
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
