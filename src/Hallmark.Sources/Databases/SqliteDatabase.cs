using System.Data.Common;
using Hallmark.Data.Sources;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hallmark.Sources.Databases;

/// <summary>
/// A file of SQLite, opened for reading alone. Its values have types, its columns none: each cell is what it is, and the schema what holds
/// all of them.
/// </summary>
internal sealed class SqliteDatabase(string path) : Database(Scheme + path)
{
    public const string Scheme = "sqlite:";

    /// <summary>Most bytes of a value, or of a row of a table: the library refuses a larger one before it takes it into memory.</summary>
    private const int ValueLimit = 64 << 20;

    public override DbConnection Connect()
    {
        using (SourceBytes.OfFile(path).Open())
        {
            // Says what is wrong with the file, which the library would call an error 14.
        }
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, ValueLimit);
        return connection;
    }

    public override DbDataReader Read(DbConnection connection, string query)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The query is what its user asks for; nothing is put into it.
        command.CommandText = query;
#pragma warning restore CA2100
        return command.ExecuteReader();
    }

    public override string? Problem(DbDataReader reader, int column) => null;

    public override void Set(DbDataReader reader, int column, CellRows rows, int row)
    {
        switch (reader.GetValue(column))
        {
            case long integer:
                rows.Set(row, column, integer);
                break;
            case double number:
                rows.Set(row, column, number);
                break;
            case string text:
                rows.SetText(row, column, text);
                break;
            default:
                throw new InvalidDataException("holds bytes that are no text, which are no cell");
        }
    }
}
