using System.Globalization;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using nietras.SeparatedValues;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Writes records as CSV (RFC 4180), with a header line; a missing cell is empty. What it writes, <see cref="CsvSource"/> reads back to
/// the same records, but for infinite numbers, which no table has.
/// </summary>
public static class CsvTarget
{
    /// <summary>What line breaks are, whatever the target's own are.</summary>
    private const string LineBreak = "\r\n";

    public static void Write(RecordBatch records, TextWriter target)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(target);
        IReadOnlyList<Column> columns = records.Schema.Columns;
        target.NewLine = LineBreak;
        using SepWriter csv = Sep.New(',')
            .Writer(sep => sep with { WriteHeader = false, Escape = true, CultureInfo = CultureInfo.InvariantCulture })
            .To(target, leaveOpen: true);
        WriteRow(csv, target, columns.Count, column => columns[column].Name);
        for (int record = 0; record < records.Count; record++)
        {
            int at = record;
            WriteRow(csv, target, columns.Count, column => records[column].Text(at) ?? "");
        }
    }

    private static void WriteRow(SepWriter csv, TextWriter target, int columns, Func<int, string> text)
    {
        if (columns == 1 && text(0).Length == 0)
        {
            csv.Flush();
            target.WriteLine("\"\""); // a blank line would be no record
            return;
        }
        using SepWriter.Row row = csv.NewRow();
        for (int column = 0; column < columns; column++)
        {
            row[column].Set(text(column));
        }
    }
}
