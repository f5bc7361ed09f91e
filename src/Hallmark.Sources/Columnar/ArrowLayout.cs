using Apache.Arrow;
using Apache.Arrow.Types;
using Hallmark.Data.Sources;
using Schema = Hallmark.Data.Records.Schema;

namespace Hallmark.Sources.Columnar;

/// <summary>Which columns the records of an Arrow file have.</summary>
internal static class ArrowLayout
{
    /// <exception cref="SourceException">Not such a file, or with columns that records cannot have.</exception>
    public static IReadOnlyList<ArrowColumn> Find(SourceBytes bytes)
    {
        using var file = new ArrowFile(bytes);
        var columns = new List<ArrowColumn>();
        foreach ((int number, Field field) in file.Schema.FieldsList.Index())
        {
            Add(file, columns, field, "", [number]);
        }
        SetLengths(file, columns);
        SourceColumns.Require(bytes.Name, [.. columns.SelectMany(column => column.Columns.Take(Schema.ColumnLimit + 1))]);
        return columns;
    }

    private static void Add(ArrowFile file, List<ArrowColumn> columns, Field field, string outer, int[] way)
    {
        string name = outer + field.Name;
        if (field.DataType is StructType structure)
        {
            foreach ((int number, Field inner) in structure.Fields.Index())
            {
                Add(file, columns, inner, name + ".", [.. way, number]);
            }
            return;
        }
        IArrowType? element = field.DataType switch
        {
            ListType list => list.ValueDataType,
            LargeListType list => list.ValueDataType,
            FixedSizeListType list => list.ValueDataType,
            _ => null,
        };
        if (ArrowValues.Problem(element ?? field.DataType) is { } problem)
        {
            throw file.Fault(null, name, problem);
        }
        columns.Add(new ArrowColumn(name, way, element ?? field.DataType, element is not null));
    }

    /// <summary>Lists of numbers that are all of one length become as many columns; that takes a look at all of them.</summary>
    private static void SetLengths(ArrowFile file, List<ArrowColumn> columns)
    {
        var lengths = columns.Index()
            .Where(pair => pair.Item is { IsList: true, IsNumber: true }).ToDictionary(pair => pair.Index, _ => -1);
        while (lengths.Values.Any(length => length != 0) && file.Next() is { } batch)
        {
            foreach (int column in lengths.Keys)
            {
                lengths[column] = file.Guard(() => CommonLength(columns[column].Of(batch), lengths[column], batch.Length));
            }
            ArrowColumn.Release(batch, columns);
        }
        foreach ((int column, int length) in lengths)
        {
            columns[column] = columns[column] with { VectorLength = length is > 0 and <= Schema.ColumnLimit ? length : 0 };
        }
    }

    /// <param name="common">Of the lists before: negative where there was none, 0 where they differ.</param>
    private static int CommonLength(ArrowColumn.InBatch lists, int common, int rows)
    {
        for (int row = 0; row < rows && common != 0; row++)
        {
            if (!lists.IsMissing(row))
            {
                int length = lists.List(row).Count;
                common = common < 0 || common == length ? length : 0;
            }
        }
        return common;
    }
}
