using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Data.Batches;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Databases;

/// <summary>
/// What a query of a database gives, as a source of records: <c>sqlite:PATH</c> or <c>postgresql://…</c>. Each pass asks again, so a
/// database that is written meanwhile gives other records; those that were registered are those that the last pass read.
/// </summary>
public sealed class DatabaseSource : IRecordSource
{
    private readonly Database _database;
    private readonly string _query;

    private DatabaseSource(Database database, SourceRoles roles, string query) => (_database, Roles, _query) = (database, roles, query);

    public string Name => _database.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Row;

    public IReadOnlyList<int> RowShape => [];

    /// <summary>The query, or its digest where it is longer than a step can be.</summary>
    public IReadOnlyList<string> Steps
    {
        get
        {
            string step = $"query {string.Join(' ', _query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
            return [step.Length <= BatchManifest.StepLengthLimit ? step
                : $"query with SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_query)))}"];
        }
    }

    /// <summary>Whether a name is that of a database.</summary>
    public static bool Recognises(string name) =>
        name.StartsWith(SqliteDatabase.Scheme, StringComparison.Ordinal) || PostgresDatabase.Recognises(name);

    /// <exception cref="SourceException">There is no query, or it states no order.</exception>
    public static IRecordSource Open(string name, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        Database database = PostgresDatabase.Recognises(name)
            ? PostgresDatabase.At(name) : new SqliteDatabase(name[SqliteDatabase.Scheme.Length..]);
        string query = roles.Query ?? throw new SourceException(database.Name, null, null, "is a database: a query says which records");
        return OrderedQuery.Problem(query) is { } problem
            ? throw new SourceException(database.Name, null, null, $"the query {problem}")
            : new DatabaseSource(database, roles, query);
    }

    public IRowReader Open()
    {
        DbConnection? connection = null;
        try
        {
            connection = _database.Connect();
            return new DatabaseRowReader(_database, connection, _query);
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException or InvalidOperationException)
        {
            connection?.Dispose();
            throw Fault(Name, null, e);
        }
    }

    internal static SourceException Fault(string name, long? row, Exception e) =>
        new(name, row, null, $"cannot be read: {Columnar.LibraryWords.Of(e)}", SourceException.Row);
}
