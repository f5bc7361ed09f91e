using System.Globalization;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>
/// An array file (<see cref="IdxFile"/>, <see cref="NpyFile"/>) as a source of records: the first dimension counts the records, the
/// numbers of each become columns named by their place, from 0. Whole numbers are integers, all others floats; NaN is a missing cell.
/// Label and origin are columns of a matrix, by number, or files of their own with one value for each record.
/// </summary>
public sealed class ArraySource : IRecordSource
{
    private const string LabelName = "label";
    private const string OriginName = "origin";

    private readonly SourceBytes _bytes;
    private readonly SourceBytes[] _sides; // files with one more column each, in column order

    private ArraySource(SourceBytes bytes, ArrayHeader header, SourceRoles roles)
    {
        string path = bytes.Name;
        _bytes = bytes;
        RowShape = header.Shape.Count > 2 ? [.. header.Shape.Skip(1)] : [];
        var sides = new List<(SourceBytes Bytes, string Column)>();
        Roles = roles with { Label = Find(roles.Label, LabelName), Origin = Find(roles.Origin, OriginName) };
        _sides = [.. sides.Select(side => side.Bytes)];
        Columns = [.. Enumerable.Range(0, (int)header.RowLength).Select(NameOf), .. sides.Select(side => side.Column)];

        string? Find(string? named, string column)
        {
            if (named is null)
            {
                return null;
            }
            if (int.TryParse(named, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            {
                long place = number < 0 ? header.RowLength + number : number;
                return header.Shape.Count == 2 && place >= 0 && place < header.RowLength
                    ? NameOf((int)place)
                    : throw new SourceException(path, null, named, $"is no column: the shape is {header.ShapeText}");
            }
            SourceBytes side = SourceBytes.OfFile(named);
            RequireOneValueEach(side, path, header.Rows);
            sides.Add((side, column));
            return column;
        }
    }

    public string Name => _bytes.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Row;

    public IReadOnlyList<int> RowShape { get; }

    public bool NamesColumns => false;

    internal IReadOnlyList<string> Columns { get; }

    /// <param name="bytes">An array file.</param>
    /// <param name="roles">Numbers of columns, or array files.</param>
    /// <exception cref="SourceException">
    /// Not such a file, without records, or too wide for records; or a role that is no such thing.
    /// </exception>
    public static IRecordSource Open(SourceBytes bytes, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        using ArrayFile file = ArrayFile.Open(bytes);
        ArrayHeader header = file.Header;
        if (header.Rows == 0 || header.RowLength == 0)
        {
            throw file.Fault($"holds no records: its shape is {header.ShapeText}");
        }
        return header.RowLength <= Schema.ColumnLimit - 2
            ? new ArraySource(bytes, header, roles)
            : throw file.Fault($"has {header.RowLength} numbers in each record; at most {Schema.ColumnLimit - 2} are read");
    }

    public IRowReader Open() => new ArrayRowReader(this, [_bytes, .. _sides]);

    private static string NameOf(int column) => column.ToString(CultureInfo.InvariantCulture);

    private static void RequireOneValueEach(SourceBytes side, string path, int rows)
    {
        using ArrayFile file = ArrayFile.Open(side);
        ArrayHeader header = file.Header;
        if (header.Rows * header.RowLength != rows || header.Rows != rows)
        {
            throw new SourceException(side.Name, null, null, $"has {header.Rows * header.RowLength} elements, {path} has {rows} records");
        }
    }
}
