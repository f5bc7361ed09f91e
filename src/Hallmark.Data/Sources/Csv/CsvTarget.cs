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

    /// <summary>As the Open Worldwide Application Security Project lists them (CSV injection).</summary>
    private const string FormulaSigns = "=+-@\t\r\n＝＋－＠";

    public static void Write(RecordBatch records, TextWriter target) => Write(records, target, (_, text) => text);

    /// <summary>
    /// The same for a spreadsheet, which would compute what begins like a formula: names of columns and texts that begin with one of
    /// = + - @ (full width, too), a tab or a line break get an apostrophe before it. Numbers and times stay as they are. What it writes is
    /// read back otherwise.
    /// </summary>
    /// <returns>How many cells and names were changed.</returns>
    public static int WriteForSpreadsheet(RecordBatch records, TextWriter target)
    {
        int changed = 0;
        Write(records, target, (isText, text) =>
        {
            if (!isText || text.Length == 0 || !FormulaSigns.Contains(text[0]))
            {
                return text;
            }
            changed++;
            return "'" + text;
        });
        return changed;
    }

    private static void Write(RecordBatch records, TextWriter target, Func<bool, string, string> shown)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(target);
        IReadOnlyList<Column> columns = records.Schema.Columns;
        target.NewLine = LineBreak;
        using SepWriter csv = Sep.New(',')
            .Writer(sep => sep with { WriteHeader = false, Escape = true, CultureInfo = CultureInfo.InvariantCulture })
            .To(target, leaveOpen: true);
        WriteRow(csv, target, columns.Count, column => shown(true, columns[column].Name));
        for (int record = 0; record < records.Count; record++)
        {
            int at = record;
            WriteRow(csv, target, columns.Count, column => shown(columns[column].Type == ColumnType.Text, records[column].Text(at) ?? ""));
        }
    }

    private static void WriteRow(SepWriter csv, TextWriter target, int columns, Func<int, string> text)
    {
        string first = text(0);
        if (columns == 1 && first.Length == 0)
        {
            csv.Flush();
            target.WriteLine("\"\""); // a blank line would be no record
            return;
        }
        using SepWriter.Row row = csv.NewRow();
        row[0].Set(first);
        for (int column = 1; column < columns; column++)
        {
            row[column].Set(text(column));
        }
    }
}
