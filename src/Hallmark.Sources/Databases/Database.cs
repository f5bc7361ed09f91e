using System.Data.Common;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Databases;

/// <summary>A database that is asked for records: how it is reached, and what its values are.</summary>
/// <param name="name">What messages call it: never with a password.</param>
internal abstract class Database(string name)
{
    public string Name { get; } = name;

    /// <summary>A connection through which nothing can be written.</summary>
    /// <exception cref="DbException">It cannot be reached.</exception>
    public abstract DbConnection Connect();

    /// <summary>Begins to read what a query gives.</summary>
    /// <exception cref="DbException">It is no query there.</exception>
    public abstract DbDataReader Read(DbConnection connection, string query);

    /// <summary>Why a column has no cells, as the end of a sentence; null where it has.</summary>
    public abstract string? Problem(DbDataReader reader, int column);

    /// <summary>Sets a cell to a value that is not null, exactly.</summary>
    /// <exception cref="SourceException">It is none that a cell can have.</exception>
    public abstract void Set(DbDataReader reader, int column, CellRows rows, int row);
}
