using System.Collections.Concurrent;
using System.Data.Common;
using Hallmark.Data.Sources;
using Hallmark.Sources.Columnar;

namespace Hallmark.Sources.Databases;

/// <summary>One pass over what a query gives, as the database sends it.</summary>
internal sealed class DatabaseRowReader : IRowReader
{
    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly DbDataReader _reader;
    private readonly ConcurrentBag<CellRows> _unused = [];
    private long _row;

    /// <param name="connection">Belongs to this from now on.</param>
    public DatabaseRowReader(Database database, DbConnection connection, string query)
    {
        (_database, _connection) = (database, connection);
        _reader = database.Read(connection, query);
        try
        {
            Columns = [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetName)];
            SourceColumns.Require(database.Name, Columns);
            for (int column = 0; column < Columns.Count; column++)
            {
                if (database.Problem(_reader, column) is { } problem)
                {
                    throw new SourceException(database.Name, null, Columns[column], problem);
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Columns { get; } = [];

    public long? HeaderPosition => null;

    /// <summary>Not known of a database.</summary>
    public long BytesRead => 0;

    public IRows? Next(int count)
    {
        CellRows rows = _unused.TryTake(out CellRows? used) ? used : new CellRows(Columns.Count, _unused);
        try
        {
            while (rows.Count < count && !rows.IsFull && _reader.Read())
            {
                Read(rows, rows.AddRow(++_row));
            }
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException)
        {
            throw DatabaseSource.Fault(_database.Name, _row, e);
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _connection.Dispose();
    }

    private void Read(CellRows rows, int row)
    {
        for (int column = 0; column < Columns.Count; column++)
        {
            try
            {
                if (!_reader.IsDBNull(column))
                {
                    _database.Set(_reader, column, rows, row);
                }
            }
            catch (Exception e) when (e is InvalidDataException or InvalidCastException or FormatException or OverflowException)
            {
                throw new SourceException(_database.Name, _row, Columns[column], LibraryWords.Of(e), SourceException.Row);
            }
        }
    }
}
