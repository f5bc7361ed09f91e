using System.Globalization;
using CsvHelper;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Writes records as CSV (RFC 4180), with a header line; a missing cell is empty. What it writes, <see cref="CsvSource"/> reads back to
/// the same records, but for infinite numbers, which no table has.
/// </summary>
public static class CsvTarget
{
    public static void Write(RecordBatch records, TextWriter target)
    {
        ArgumentNullException.ThrowIfNull(records);
        using var csv = new CsvWriter(target, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (Column column in records.Schema.Columns)
        {
            csv.WriteField(column.Name);
        }
        csv.NextRecord();
        for (int record = 0; record < records.Count; record++)
        {
            for (int column = 0; column < records.Schema.Columns.Count; column++)
            {
                csv.WriteField(records[column].Text(record));
            }
            csv.NextRecord();
        }
    }
}
