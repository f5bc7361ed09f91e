namespace Hallmark.Data.Sources.Arrays;

/// <summary>What an array file says of its elements before they begin.</summary>
/// <param name="Format">How each element is written.</param>
/// <param name="Shape">Lengths of the dimensions, the slowest first; none for a single number.</param>
/// <param name="ColumnMajor">Whether the file holds the first dimension as the fastest.</param>
internal sealed record ArrayHeader(NumberFormat Format, IReadOnlyList<int> Shape, bool ColumnMajor)
{
    /// <summary>The first dimension; 1 without dimensions.</summary>
    public int Rows => Shape.Count == 0 ? 1 : Shape[0];

    /// <summary>Numbers in each row: the product of the other dimensions.</summary>
    public long RowLength => Shape.Skip(1).Aggregate(1L, (product, length) => product * length);

    /// <summary>Size of all elements in bytes.</summary>
    public long Size => Rows * RowLength * Format.Size;

    public string ShapeText => string.Join(" × ", Shape);

    /// <summary>Whether so many elements have a size that a number can hold: a header can say anything.</summary>
    public static bool Fits(NumberFormat format, IReadOnlyList<int> shape)
    {
        UInt128 size = (UInt128)format.Size;
        foreach (int length in shape)
        {
            size *= (UInt128)Math.Max(1, length); // so that the row of an array without rows can be reckoned with too
            if (size > long.MaxValue)
            {
                return false;
            }
        }
        return true;
    }
}
