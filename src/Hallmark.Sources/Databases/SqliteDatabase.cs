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

    private const int VersionsEnd = 20;
    private const StringComparison Plain = StringComparison.Ordinal;

    public override DbConnection Connect()
    {
        bool isLogged;
        using (Stream file = SourceBytes.OfFile(path).Open()) // says what is wrong with it, which the library would call an error 14
        {
            isLogged = IsLogged(file);
        }
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = isLogged ? Unwritten() : Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, ValueLimit);
        return connection;
    }

    /// <summary>Whether it is in WAL mode, as two bytes of its header say (sqlite.org/fileformat2.html, 1.3.3).</summary>
    private static bool IsLogged(Stream file)
    {
        Span<byte> header = stackalloc byte[VersionsEnd];
        return file.ReadAtLeast(header, VersionsEnd, throwOnEndOfStream: false) == VersionsEnd && header[^2..].Contains((byte)2);
    }

    /// <summary>
    /// A database in WAL mode is written beside even by who reads it, unless it is said that nothing changes it. That is so only where
    /// no log with changes lies there, which would not be read then.
    /// </summary>
    /// <exception cref="SourceException">One does.</exception>
    private string Unwritten()
    {
        string full = Path.GetFullPath(path);
        if (HasLog())
        {
            throw new SourceException(path, null, null,
                "has changes in its -wal file that are not in it yet: close what writes it, or run PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return $"file:{full.Replace("%", "%25", Plain).Replace("?", "%3f", Plain).Replace("#", "%23", Plain)}?immutable=1";
    }

    private bool HasLog()
    {
        if (!Path.Exists(path + "-wal"))
        {
            return false;
        }
        using Stream log = SourceBytes.OfFile(path + "-wal").Open();
        return log.ReadByte() >= 0;
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
