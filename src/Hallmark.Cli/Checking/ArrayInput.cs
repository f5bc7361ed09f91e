using System.Globalization;
using System.Security.Cryptography;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Arrays;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;

namespace Hallmark.Cli.Checking;

/// <summary>
/// An IDX or NumPy file as records to check: the first dimension counts the records. Labels and sources are another such file, or,
/// where each record is one row of numbers, one of its columns by number, from 0; negative numbers count from the last.
/// </summary>
internal static class ArrayInput
{
    /// <exception cref="SourceException">Says file and reason.</exception>
    public static CheckInput Read(string path, string? label, string? origin, CheckInput? like)
    {
        NumberArray array = ReadArray(path);
        if (array.Rows == 0 || array.RowLength == 0)
        {
            throw new SourceException(path, null, null, $"holds no records: its shape is {string.Join(" × ", array.Shape)}");
        }
        (NumberArray Array, int Column)? labels = Find(path, array, label);
        (NumberArray Array, int Column)? origins = Find(path, array, origin);
        int[] columns = [.. Enumerable.Range(0, array.RowLength).Where(column => !IsOwn(labels, array, column) && !IsOwn(origins, array, column))];
        if (columns.Length == 0)
        {
            throw new SourceException(path, null, null, "has no column of numbers to look at");
        }
        var matrix = new Matrix(array.Rows, columns.Length);
        var contents = new Digest[array.Rows];
        NumberScale?[] scales = [.. columns.Select(column => like?.ScaleOf(column.ToString(CultureInfo.InvariantCulture)) ?? Scale(array, column))];
        Parallel.For(0, array.Rows, row =>
        {
            Span<float> numbers = matrix.Row(row);
            byte[] bits = new byte[sizeof(double) * columns.Length];
            for (int i = 0; i < columns.Length; i++)
            {
                double value = array[(row * array.RowLength) + columns[i]];
                NumberScale? scale = scales[i];
                numbers[i] = NumberScale.Of(value, ref scale);
                BitConverter.TryWriteBytes(bits.AsSpan(i * sizeof(double)), value);
            }
            contents[row] = Digest.FromBytes(SHA256.HashData(bits));
        });
        (int[] classOf, string[] classes) = Names(path, labels, "label");
        (int[] originOf, string[] originNames) = Names(path, origins, "source");
        return new CheckInput(matrix, [.. columns.Select(column => column.ToString(CultureInfo.InvariantCulture))], classOf, classes, originOf, originNames, contents)
        {
            Scales = scales,
            Shape = array.Shape.Count == 3 ? new ImageShape(array.Shape[1], array.Shape[2]) : null,
        };
    }

    private static NumberScale? Scale(NumberArray array, int column)
    {
        for (int row = 0; row < array.Rows; row++)
        {
            double number = array[(row * array.RowLength) + column];
            if (double.IsFinite(number) && number != 0)
            {
                return NumberScale.From(number);
            }
        }
        return null;
    }

    /// <summary>Whether a file is to be read as an array, by its name.</summary>
    public static bool IsArray(string path) => IsNumPy(path) || Bare(path).EndsWith("ubyte", StringComparison.OrdinalIgnoreCase)
        || Path.GetExtension(Bare(path)).StartsWith(".idx", StringComparison.OrdinalIgnoreCase);

    private static bool IsNumPy(string path) => Bare(path).EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    private static string Bare(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    private static NumberArray ReadArray(string path) => IsNumPy(path) ? NpyFile.Read(path) : IdxFile.Read(path);

    private static (NumberArray Array, int Column)? Find(string path, NumberArray array, string? named)
    {
        if (named is null)
        {
            return null;
        }
        if (!int.TryParse(named, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int column))
        {
            NumberArray other = ReadArray(named);
            return other.Count == array.Rows
                ? (other, 0)
                : throw new SourceException(named, null, null, $"has {other.Count} elements, {path} has {array.Rows} records");
        }
        int place = column < 0 ? array.RowLength + column : column;
        return array.Shape.Count == 2 && place >= 0 && place < array.RowLength
            ? (array, place)
            : throw new SourceException(path, null, named, $"is no column: the shape is {string.Join(" × ", array.Shape)}");
    }

    private static bool IsOwn((NumberArray Array, int Column)? named, NumberArray array, int column) =>
        named is { } found && ReferenceEquals(found.Array, array) && found.Column == column;

    private static (int[] Rows, string[] Names) Names(string path, (NumberArray Array, int Column)? named, string what)
    {
        if (named is not { } found)
        {
            return ([], []);
        }
        int rows = found.Array.Rows;
        var names = new NameList(rows);
        for (int row = 0; row < rows; row++)
        {
            double value = found.Array[(row * found.Array.RowLength) + found.Column];
            names.Set(row, double.IsNaN(value) ? null : CellText.Of(value));
        }
        (int[] of, string[] texts) = names.Sorted();
        return texts.Length <= Schema.ClassLimit ? (of, texts) : throw new SourceException(path, null, what, $"has {texts.Length} different values, too many");
    }
}
