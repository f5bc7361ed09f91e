using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>Whether the columns of a file can be those of records.</summary>
internal static class SourceColumns
{
    /// <exception cref="SourceException">Too many, or one with a name that no column can have, or twice.</exception>
    public static void Require(string file, IReadOnlyList<string> names)
    {
        if (names.Count is 0 or > Schema.ColumnLimit)
        {
            throw new SourceException(file, null, null, $"has {names.Count} columns; records have 1 to {Schema.ColumnLimit}");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int number, string name) in names.Index())
        {
            if (Schema.NameProblem(name) is { } problem)
            {
                throw new SourceException(file, null, null, $"the name of column {number + 1} {problem}");
            }
            if (!seen.Add(name))
            {
                throw new SourceException(file, null, name, "two columns have this name");
            }
        }
    }
}
