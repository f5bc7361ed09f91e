using System.Globalization;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Arrays;
using Hallmark.Learning;

namespace Hallmark.Experiments;

/// <summary>
/// The public data sets that experiments run on, from a folder: <c>iris.csv</c>, <c>wine.csv</c>, <c>breast_cancer.csv</c> and
/// <c>digits.csv</c> with a last column <c>label</c>, and Fashion-MNIST's four files under <c>fashion-mnist</c>. Where there is no such CSV
/// file, a folder or a file of that name in another form has the records, see <see cref="SourceTable"/>. Any other CSV file with a column
/// <c>label</c> is a data set, too: see <see cref="OtherTables"/>.
/// </summary>
public sealed class ExperimentData(string folder)
{
    public const string FashionMnist = "fashion-mnist";

    private const string Csv = ".csv";

    private static readonly string[] s_known = ["iris", "wine", "breast_cancer", "digits"];

    /// <summary>
    /// Names of the CSV files of the folder, without the ending, where none of the public data sets is among them; none otherwise: such a
    /// folder may hold files that are no data sets.
    /// </summary>
    public IReadOnlyList<string> OtherTables =>
        s_known.Any(name => SourceTable.Find(folder, name) is not null || File.Exists(PathOf(name)))
            || Directory.Exists(Path.Combine(folder, FashionMnist))
            ? []
            : [.. Directory.EnumerateFiles(folder, "*" + Csv)
                .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Records of one of the tables, by its name without the ending.</summary>
    /// <exception cref="SourceException">The file is not there, or not as described.</exception>
    public LabelledSet Table(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path) && SourceTable.Find(folder, name) is { } other)
        {
            return SourceTable.Read(name, other);
        }
        if (!s_known.Contains(name) && File.Exists(path))
        {
            return SourceTable.ReadAny(name, path);
        }
        string[] lines = ReadLines(path);
        int columns = lines[0].Split(',').Length;
        if (columns < 2 || !lines[0].EndsWith(",label", StringComparison.Ordinal))
        {
            throw new SourceException(path, 1, null, "has no last column 'label'");
        }
        var features = new Matrix(lines.Length - 1, columns - 1);
        int[] labels = new int[lines.Length - 1];
        for (int row = 0; row < labels.Length; row++)
        {
            string[] cells = lines[row + 1].Split(',');
            if (cells.Length != columns)
            {
                throw new SourceException(path, row + 2, null, $"has {cells.Length} fields, the header has {columns}");
            }
            for (int column = 0; column < columns - 1; column++)
            {
                features[row, column] = float.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
                    ? value
                    : throw new SourceException(path, row + 2, null, $"holds '{cells[column]}', which is no number");
            }
            labels[row] = int.TryParse(cells[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int label) && label < labels.Length
                ? label
                : throw new SourceException(path, row + 2, "label", $"is '{cells[^1]}', not the number of a class");
        }
        return new LabelledSet(name, features, labels, labels.Max() + 1);
    }

    /// <summary>Fashion-MNIST: 60,000 records to train on or 10,000 to test with, 784 grey values from 0 to 255, 10 classes.</summary>
    /// <exception cref="SourceException">The files are not there, or not as described.</exception>
    public LabelledSet Fashion(bool test = false)
    {
        string part = Path.Combine(folder, FashionMnist, test ? "t10k" : "train");
        NumberArray images = NumberArray.Read(part + "-images-idx3-ubyte.gz");
        NumberArray labels = NumberArray.Read(part + "-labels-idx1-ubyte.gz");
        if (images.Rows != labels.Count)
        {
            throw new SourceException(part, null, null, $"has {images.Rows} images and {labels.Count} labels");
        }
        int[] classes = [.. Enumerable.Range(0, labels.Count).Select(i => (int)labels[i])];
        return new LabelledSet(FashionMnist, new Matrix(images.Rows, images.RowLength, images.ToSingles()), classes, classes.Max() + 1);
    }

    private string PathOf(string name) => Path.Combine(folder, name + Csv);

    /// <exception cref="SourceException">The file is not there, or cannot be read.</exception>
    private static string[] ReadLines(string path)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            return lines.Length > 1 ? lines : throw new SourceException(path, null, null, "has no records");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException(
                path, null, null, "is not there; the folder should hold iris.csv, wine.csv, breast_cancer.csv and digits.csv");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, null, null, $"cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
