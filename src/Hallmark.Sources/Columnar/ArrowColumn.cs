using Apache.Arrow;
using Apache.Arrow.Types;

namespace Hallmark.Sources.Columnar;

/// <summary>A column of an Arrow file, and what becomes of it.</summary>
/// <param name="Name">The way to it.</param>
/// <param name="Way">Numbers of the fields on the way, from the outermost.</param>
/// <param name="Type">Of its values; of its lists' elements.</param>
/// <param name="IsList">Whether its values are lists.</param>
internal sealed record ArrowColumn(string Name, IReadOnlyList<int> Way, IArrowType Type, bool IsList)
{
    /// <summary>Numbers in every list; 0 where it is no list, or one that becomes text.</summary>
    public int VectorLength { get; init; }

    public bool IsNumber => ArrowValues.IsNumber(Type);

    /// <summary>
    /// Lets a batch go; where there are dictionaries, when nobody refers to it any more: the library would take them from the batches that
    /// follow, which share them.
    /// </summary>
    public static void Release(RecordBatch? batch, IEnumerable<ArrowColumn> columns)
    {
        if (columns.All(column => column.Type is not DictionaryType))
        {
            batch?.Dispose();
        }
    }

    public IEnumerable<string> Columns => VectorLength == 0
        ? [Name]
        : Enumerable.Range(0, VectorLength).Select(place => FormattableString.Invariant($"{Name}[{place}]"));

    /// <summary>The column in a batch.</summary>
    public InBatch Of(RecordBatch batch)
    {
        var around = new List<StructArray>();
        IArrowArray array = batch.Column(Way[0]);
        foreach (int field in Way.Skip(1))
        {
            around.Add((StructArray)array);
            array = around[^1].Fields[field];
        }
        return new InBatch(around, array);
    }

    /// <param name="Around">Structures that it lies in: where one is missing, so is what lies in it.</param>
    public sealed record InBatch(IReadOnlyList<StructArray> Around, IArrowArray Array)
    {
        public bool IsMissing(int row)
        {
            for (int i = 0; i < Around.Count; i++) // asked for each cell: no closure
            {
                if (Around[i].IsNull(row))
                {
                    return true;
                }
            }
            return Array.IsNull(row);
        }

        /// <summary>The elements of a row's list.</summary>
        public (IArrowArray Values, int Start, int Count) List(int row)
        {
            switch (Array)
            {
                case ListArray list:
                    return (list.Values, list.ValueOffsets[row], list.ValueOffsets[row + 1] - list.ValueOffsets[row]);
                case LargeListArray list:
                    int start = checked((int)list.ValueOffsets[row]);
                    return (list.Values, start, checked((int)list.ValueOffsets[row + 1]) - start);
                case FixedSizeListArray list:
                    int length = ((FixedSizeListType)list.Data.DataType).ListSize;
                    return (list.Values, checked((list.Offset + row) * length), length);
                default:
                    throw new InvalidDataException("a list is none");
            }
        }
    }
}
