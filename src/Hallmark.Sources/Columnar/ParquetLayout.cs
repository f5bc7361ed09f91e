using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using ParquetSharp;
using ParquetSharp.Schema;
using Node = ParquetSharp.Schema.Node;

namespace Hallmark.Sources.Columnar;

/// <summary>Which columns the records of a Parquet file have.</summary>
internal static class ParquetLayout
{
    /// <exception cref="SourceException">Not such a file, or with columns that records cannot have.</exception>
    public static IReadOnlyList<ParquetColumn> Find(SourceBytes bytes)
    {
        using var file = new ParquetFile(bytes);
        int leaves = file.Columns;
        if (leaves is 0 or > Schema.ColumnLimit)
        {
            throw file.Fault(null, null, $"has {leaves} columns; records have 1 to {Schema.ColumnLimit}");
        }
        ParquetColumn[] columns = [.. Enumerable.Range(0, leaves).Select(leaf => file.Guard(() => Find(file, leaf)))];
        columns = [.. columns.Select(column => column is { IsList: true, IsNumber: true }
            ? column with { VectorLength = LengthOfAll(file, column) } : column)];
        SourceColumns.Require(bytes.Name, [.. columns.SelectMany(column => column.Columns.Take(Schema.ColumnLimit + 1))]);
        return columns;
    }

    private static ParquetColumn Find(ParquetFile file, int leaf)
    {
        ColumnDescriptor descriptor = file.MetaData.Schema.Column(leaf);
        Node[] way = Way(descriptor.SchemaNode);
        string name = string.Join('.', Names(way));
        if (descriptor.MaxRepetitionLevel > 1)
        {
            throw file.Fault(null, name, "holds lists of lists, which are no cells");
        }
        ParquetColumn column = ParquetColumn.Of(leaf, name, descriptor)
            ?? throw file.Fault(null, name, $"holds bytes ({descriptor.PhysicalType}) that are no text, which are no cells");
        int repeated = Array.FindIndex(way, node => node.Repetition == Repetition.Repeated);
        return column with
        {
            ValueLevel = descriptor.MaxDefinitionLevel,
            ElementLevel = (short)way.Take(repeated + 1).Count(node => node.Repetition != Repetition.Required),
        };
    }

    /// <summary>From the outermost to the leaf, without the root.</summary>
    private static Node[] Way(Node leaf)
    {
        var way = new List<Node>();
        for (Node? node = leaf; node?.Parent is not null; node = node.Parent)
        {
            way.Insert(0, node);
        }
        return [.. way];
    }

    /// <summary>The names that people gave: a list has a group in between, and mostly an element.</summary>
    private static IEnumerable<string> Names(Node[] way)
    {
        for (int i = 0; i < way.Length; i++)
        {
            yield return way[i].Name;
            while (i + 1 < way.Length && IsList(way[i]))
            {
                i += way[i + 1] is GroupNode { FieldCount: 1 } ? 2 : 1;
            }
        }
    }

    private static bool IsList(Node node)
    {
        using LogicalType logical = node.LogicalType;
        return logical?.Type == LogicalTypeEnum.List;
    }

    /// <summary>The length of all lists of a column, or 0 where they are of several or of none.</summary>
    private static int LengthOfAll(ParquetFile file, ParquetColumn column)
    {
        int? common = null;
        for (int group = 0; group < file.Groups; group++)
        {
            (long rows, _) = file.OpenGroup(group);
            ParquetCursor cursor = ParquetCursor.Open(file, column);
            for (long row = 0; row < rows; row++)
            {
                int length = cursor.PassList();
                if (length >= 0 && length != (common ??= length))
                {
                    return 0;
                }
            }
        }
        return common is { } found and <= Schema.ColumnLimit ? found : 0;
    }
}
