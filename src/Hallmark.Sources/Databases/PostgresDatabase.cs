using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Numerics;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Sources.Columnar;
using Npgsql;

namespace Hallmark.Sources.Databases;

/// <summary>
/// A database of PostgreSQL. Values are asked for as the server writes them, in settings that are the same everywhere: so that a number of
/// any length comes with all its digits, and a type that nobody here knows as the text that it is.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const int SecondsForAnswer = 3_600;
    private const string Settings =
        "-c default_transaction_read_only=on -c TimeZone=UTC -c DateStyle=ISO,YMD -c IntervalStyle=iso_8601 -c extra_float_digits=1";

    private readonly NpgsqlConnectionStringBuilder _address;
    private char[] _text = new char[1 << 12];

    private PostgresDatabase(string name, NpgsqlConnectionStringBuilder address)
        : base(name) => _address = address;

    public static bool Recognises(string name) =>
        name.StartsWith("postgresql://", StringComparison.Ordinal) || name.StartsWith("postgres://", StringComparison.Ordinal);

    /// <param name="address">
    /// <c>postgresql://USER:PASSWORD@HOST:PORT/DATABASE?SETTING=VALUE</c>, of which all may be left out that the environment has
    /// (<c>PGUSER</c>, <c>PGPASSWORD</c>, <c>PGPASSFILE</c>).
    /// </param>
    /// <exception cref="SourceException">No such address.</exception>
    public static PostgresDatabase At(string address)
    {
        try
        {
            var uri = new Uri(address);
            string database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
            var found = new NpgsqlConnectionStringBuilder
            {
                Host = uri.Host.Length > 0 ? uri.Host : "localhost",
                Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
                Database = database.Length > 0 ? database : null,
            };
            string[] who = uri.UserInfo.Split(':', 2);
            found.Username = who[0].Length > 0 ? Uri.UnescapeDataString(who[0]) : null;
            found.Password = who.Length > 1 ? Uri.UnescapeDataString(who[1]) : null;
            foreach (string[] setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Split('=', 2)))
            {
                found[Uri.UnescapeDataString(setting[0])] = Uri.UnescapeDataString(setting.Length > 1 ? setting[1] : "");
            }
            found.Options = Settings;
            found.Pooling = false;
            found.CommandTimeout = SecondsForAnswer;
            return new PostgresDatabase($"postgresql://{found.Host}:{found.Port}/{database}", found);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or FormatException or InvalidCastException)
        {
            throw new SourceException("postgresql://…", null, null, "is no address of a database: postgresql://USER@HOST:PORT/DATABASE");
        }
    }

    public override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(_address.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbDataReader Read(DbConnection connection, string query)
    {
#pragma warning disable CA2100 // The query is what its user asks for; nothing is put into it.
        var command = new NpgsqlCommand(query, (NpgsqlConnection)connection) { AllResultTypesAreUnknown = true };
#pragma warning restore CA2100
        return command.ExecuteReader(CommandBehavior.SequentialAccess);
    }

    public override string? Problem(DbDataReader reader, int column) => TypeOf(reader, column) switch
    {
        "bytea" => "holds bytes that are no text, which are no cell",
        var type when type.EndsWith("[]", StringComparison.Ordinal) => "holds arrays; ask for their elements, each by a name",
        _ => null,
    };

    public override void Set(DbDataReader reader, int column, CellRows rows, int row)
    {
        ReadOnlySpan<char> text = Text(reader, column);
        switch (TypeOf(reader, column))
        {
            case "smallint" or "integer" or "bigint" or "oid":
                rows.SetNumber(row, column, text);
                break;
            case "real":
                rows.Set(row, column, (double)float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
                break;
            case "double precision":
                rows.Set(row, column, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
                break;
            case "numeric":
                SetNumeric(text, rows, row, column);
                break;
            case "boolean":
                rows.Set(row, column, text is "t");
                break;
            case "timestamp without time zone" or "timestamp with time zone" or "timestamp":
                string moment = text.ToString().Replace(' ', 'T');
                rows.SetText(row, column, moment.EndsWith("+00", StringComparison.Ordinal) ? moment[..^3] + "Z" : moment);
                break;
            default:
                rows.SetText(row, column, text);
                break;
        }
    }

    private static void SetNumeric(ReadOnlySpan<char> text, CellRows rows, int row, int column)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            rows.Set(row, column, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
            return;
        }
        int point = text.IndexOf('.');
        string digits = point < 0 ? text.ToString() : $"{text[..point]}{text[(point + 1)..]}";
        var unscaled = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        CellValues.SetDecimal(rows, row, column, unscaled, point < 0 ? 0 : text.Length - point - 1);
    }

    /// <summary>The type's name without its measures: <c>numeric</c> of <c>numeric(10,2)</c>.</summary>
    private static string TypeOf(DbDataReader reader, int column)
    {
        string type = reader.GetDataTypeName(column);
        int open = type.IndexOf('(', StringComparison.Ordinal);
        int close = type.LastIndexOf(')');
        return open < 0 || close < open ? type : (type[..open] + type[(close + 1)..]).Trim();
    }

    /// <summary>What the server wrote, no longer than a cell can be.</summary>
    private ReadOnlySpan<char> Text(DbDataReader reader, int column)
    {
        using TextReader text = reader.GetTextReader(column);
        int length = 0;
        for (int read; (read = text.Read(_text, length, _text.Length - length)) > 0;)
        {
            length += read;
            if (length > RecordFormat.TextLimit)
            {
                throw new InvalidDataException($"has more than {RecordFormat.TextLimit} characters");
            }
            if (length == _text.Length)
            {
                Array.Resize(ref _text, _text.Length * 2);
            }
        }
        return _text.AsSpan(0, length);
    }
}
