using System.Globalization;
using System.Text;

namespace Hallmark.Data.Tests.Sources.Arrays;

/// <summary>A NumPy file of random kind, layout and numbers, with the same numbers as a table.</summary>
internal sealed record DrawnArray(byte[] File, string Table, bool Packed, bool IsInteger, int RecordsPerBatch, int Threads)
{
    private static readonly string[] Types = ["u1", "i1", "u2", "i2", "u4", "i4", "i8", "u8", "f2", "f4", "f8"];

    public static DrawnArray Of(int seed)
    {
        var random = new Random(seed);
        string type = Types[seed % Types.Length];
        int size = type[1] - '0';
        bool big = size > 1 && random.Next(2) == 0;
        bool fortran = random.Next(2) == 0;
        bool packed = random.Next(4) == 0;
        int[] shape = [random.Next(1, 40), .. Enumerable.Range(0, random.Next(0, 3)).Select(_ => random.Next(1, 5))];
        int width = shape.Skip(1).Aggregate(1, (product, length) => product * length);
        byte[] elements = new byte[shape[0] * width * size];
        var rows = new string[shape[0], width];
        for (int row = 0; row < shape[0]; row++)
        {
            for (int column = 0; column < width; column++)
            {
                (byte[] bytes, rows[row, column]) = Draw(type, random);
                Array.Reverse(bytes, 0, big ? size : 0);
                int place = fortran ? FortranPlace(row, column, shape) : (row * width) + column;
                bytes.CopyTo(elements, place * size);
            }
        }
        byte[] file = ArrayBytes.Npy((size == 1 ? "|" : big ? ">" : "<") + type, fortran, shape, elements);
        return new DrawnArray(
            packed ? ArrayBytes.Packed(file) : file, ToTable(rows), packed, type[0] != 'f', random.Next(1, 50), random.Next(1, 4));
    }

    /// <summary>Little-endian bytes, and the cell that a table would have.</summary>
    private static (byte[] Bytes, string Cell) Draw(string type, Random random)
    {
        byte[] bytes = new byte[type[1] - '0'];
        random.NextBytes(bytes);
        if (type == "u8")
        {
            bytes[7] &= 0x7F; // what no integer of the records holds has a test of its own
        }
        double whole = random.Next(-5, 5);
        bool plain = random.Next(3) == 0; // small whole numbers, and negative zero
        return type switch
        {
            "f2" => Of(plain ? (Half)whole : Finite(BitConverter.ToHalf(bytes))),
            "f4" => Of(plain ? (float)(whole * 0.0) : Finite(BitConverter.ToSingle(bytes))),
            "f8" => Of(plain ? whole : Finite(BitConverter.ToDouble(bytes))),
            "u1" => (bytes, bytes[0].ToString(CultureInfo.InvariantCulture)),
            "i1" => (bytes, unchecked((sbyte)bytes[0]).ToString(CultureInfo.InvariantCulture)),
            "u2" => (bytes, BitConverter.ToUInt16(bytes).ToString(CultureInfo.InvariantCulture)),
            "i2" => (bytes, BitConverter.ToInt16(bytes).ToString(CultureInfo.InvariantCulture)),
            "u4" => (bytes, BitConverter.ToUInt32(bytes).ToString(CultureInfo.InvariantCulture)),
            "i4" => (bytes, BitConverter.ToInt32(bytes).ToString(CultureInfo.InvariantCulture)),
            "i8" => (bytes, BitConverter.ToInt64(bytes).ToString(CultureInfo.InvariantCulture)),
            _ => (bytes, BitConverter.ToUInt64(bytes).ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static (byte[] Bytes, string Cell) Of(Half value) => (BitConverter.GetBytes(value), Cell((double)value));

    private static (byte[] Bytes, string Cell) Of(float value) => (BitConverter.GetBytes(value), Cell(value));

    private static (byte[] Bytes, string Cell) Of(double value) => (BitConverter.GetBytes(value), Cell(value));

    /// <summary>A table has no infinity; not a number is an empty cell there.</summary>
    private static Half Finite(Half value) => Half.IsInfinity(value) ? Half.One : value;

    private static float Finite(float value) => float.IsInfinity(value) ? 1 : value;

    private static double Finite(double value) => double.IsInfinity(value) ? 1 : value;

    private static string Cell(double value) => double.IsNaN(value) ? "\"\"" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Element [i, j, k] stands at i + I·(j + J·k).</summary>
    private static int FortranPlace(int row, int column, int[] shape)
    {
        int place = row;
        int stride = shape[0];
        int[] index = shape.Length == 3 ? [column / shape[2], column % shape[2]] : [column];
        for (int i = 0; i < shape.Length - 1; i++)
        {
            place += index[i] * stride;
            stride *= shape[i + 1];
        }
        return place;
    }

    private static string ToTable(string[,] rows)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(0, rows.GetLength(1))).Append('\n');
        for (int row = 0; row < rows.GetLength(0); row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, rows.GetLength(1)).Select(column => rows[row, column])).Append('\n');
        }
        return text.ToString();
    }
}
