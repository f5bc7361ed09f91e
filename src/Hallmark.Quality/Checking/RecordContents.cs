using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Quality.Checking;

/// <summary>
/// Digests of what records hold in some of their columns, for finding copies in memory: they are never stored or shown. Numbers are
/// hashed as they are, before any is rounded.
/// </summary>
/// <param name="columns">Which columns make up a record's contents.</param>
internal sealed class RecordContents(int[] columns)
{
    private const int CellSize = 9; // whether there is a value, and eight bytes: a number's bits or a text's length
    private const int RowsPerTask = 256;

    /// <param name="records">Whose contents.</param>
    /// <param name="digests">Receives one for each.</param>
    public void Hash(RecordBuffer records, Memory<Digest> digests) =>
        Parallel.For(0, (records.Count + RowsPerTask - 1) / RowsPerTask, task =>
        {
            var bytes = new ArrayBufferWriter<byte>(columns.Length * CellSize);
            for (int row = task * RowsPerTask; row < Math.Min((task + 1) * RowsPerTask, records.Count); row++)
            {
                bytes.ResetWrittenCount();
                foreach (int column in columns)
                {
                    Write(bytes, records[column], row);
                }
                digests.Span[row] = Digest.FromBytes(SHA256.HashData(bytes.WrittenSpan));
            }
        });

    private static void Write(ArrayBufferWriter<byte> bytes, ColumnBuffer column, int row)
    {
        Span<byte> cell = bytes.GetSpan(CellSize)[..CellSize];
        cell.Clear();
        cell[0] = column.IsMissing(row) ? (byte)0 : (byte)1;
        bool isNumber = column.Type is ColumnType.Float64 or ColumnType.Int64 or ColumnType.Boolean;
        string text = isNumber && !IsRounded(column, row) ? "" : column.Text(row) ?? "";
        if (!isNumber)
        {
            BitConverter.TryWriteBytes(cell[1..], Encoding.UTF8.GetByteCount(text));
        }
        else if (cell[0] == 1)
        {
            BitConverter.TryWriteBytes(cell[1..], column.Number(row));
        }
        bytes.Advance(CellSize);
        Encoding.UTF8.GetBytes(text, bytes);
    }

    /// <summary>Whether a whole number is too large to be told from its neighbours as a double.</summary>
    private static bool IsRounded(ColumnBuffer column, int row) =>
        column.Type == ColumnType.Int64 && Math.Abs(column.Number(row)) >= 1L << 53;
}
