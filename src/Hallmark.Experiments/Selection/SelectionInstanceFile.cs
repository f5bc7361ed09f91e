using System.Globalization;
using System.Text.RegularExpressions;
using Hallmark.Data.Sources;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>
/// Reads an instance: a comment line <c># alpha=A budget=B sim=DEFINITION; weight_i=rows_i/sum(rows)</c>, a header
/// <c>id,provider,rows,integrity,e0,e1,…</c>, and a line per batch. The definition of the similarity must be the known one,
/// <c>exp(-d2/(2*median(D2)/4))</c>, the median over all ordered pairs of batches, each with itself among them. Then
/// F = A · Σ weight_i · max sim_ij + (1 - A) · Σ integrity_j · rows_j / B, and the rows chosen are at most B.
/// </summary>
public static partial class SelectionInstanceFile
{
    private const string KnownSimilarity = "exp(-d2/(2*median(D2)/4))";
    private const string KnownPairs = " over all N*N entries incl. diagonal";
    private const string KnownWeights = "rows_i/sum(rows)";
    private const int FixedColumns = 4;
    private const int DimensionsMax = 4_096;
    private const int TextMax = 256;
    private const long BytesMax = 1L << 30;

    private static readonly string[] s_fixedColumns = ["id", "provider", "rows", "integrity"];

    /// <exception cref="SourceException">The file cannot be read, or is not as described; names line, column and reason.</exception>
    public static SelectionInstance Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > BytesMax)
            {
                throw new SourceException(path, null, null, $"is larger than {BytesMax} bytes");
            }
            return Parse(path, File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, null, null, $"cannot be read: {e.Message}");
        }
    }

    private static SelectionInstance Parse(string path, IEnumerable<string> lines)
    {
        (double alpha, long budget) = (0, 0);
        var table = new SelectionTable(path);
        int dimensions = 0;
        int number = 0;
        foreach (string line in lines)
        {
            switch (++number)
            {
                case 1:
                    (alpha, budget) = Terms(path, line);
                    break;
                case 2:
                    dimensions = Dimensions(path, line);
                    break;
                default:
                    table.Add(number, Cells(path, number, line, FixedColumns + dimensions));
                    break;
            }
        }
        if (number < 3)
        {
            throw new SourceException(
                path, number + 1, null, number == 0 ? "is missing: the file is empty" : "is missing: there is no batch");
        }
        return table.ToInstance(Path.GetFileNameWithoutExtension(path), alpha, budget);
    }

    private static (double Alpha, long Budget) Terms(string path, string line)
    {
        Match match = Comment().Match(line);
        if (!match.Success)
        {
            throw new SourceException(path, 1, null, "is not '# alpha=A budget=B sim=DEFINITION; weight_i=WEIGHTS'");
        }
        if (!double.TryParse(match.Groups["alpha"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double alpha)
            || alpha is not (>= 0 and <= 1))
        {
            throw new SourceException(path, 1, "alpha", "is no number from 0 to 1");
        }
        if (!long.TryParse(match.Groups["budget"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long budget)
            || budget is < 1 or > SelectionObjective.RecordsMax)
        {
            throw new SourceException(path, 1, "budget", $"is no whole number from 1 to {SelectionObjective.RecordsMax}");
        }
        string similarity = match.Groups["sim"].Value;
        if (similarity != KnownSimilarity && similarity != KnownSimilarity + KnownPairs)
        {
            throw new SourceException(path, 1, "sim", $"is '{Shown(similarity)}'; only '{KnownSimilarity}{KnownPairs}' is known");
        }
        if (match.Groups["weight"].Value != KnownWeights)
        {
            throw new SourceException(path, 1, "weight_i", $"is '{Shown(match.Groups["weight"].Value)}'; only '{KnownWeights}' is known");
        }
        return (alpha, budget);
    }

    private static int Dimensions(string path, string line)
    {
        string[] names = line.Split(',');
        for (int column = 0; column < Math.Max(names.Length, FixedColumns + 1); column++)
        {
            string expected = column < FixedColumns
                ? s_fixedColumns[column]
                : string.Create(CultureInfo.InvariantCulture, $"e{column - FixedColumns}");
            if (column >= names.Length || names[column] != expected)
            {
                throw new SourceException(
                    path, 2, expected, column < names.Length ? $"is expected, not '{Shown(names[column])}'" : "is missing");
            }
        }
        return names.Length - FixedColumns <= DimensionsMax
            ? names.Length - FixedColumns
            : throw new SourceException(path, 2, null, $"has more than {DimensionsMax} coordinates");
    }

    private static string[] Cells(string path, int number, string line, int columns)
    {
        string[] cells = line.Split(',');
        return cells.Length == columns
            ? cells
            : throw new SourceException(path, number, null, $"has {cells.Length} fields, the header has {columns}");
    }

    internal static string Shown(string text) => text.Length <= TextMax ? text : text[..TextMax] + "…";

    [GeneratedRegex(@"^# alpha=(?<alpha>\S+) budget=(?<budget>\S+) sim=(?<sim>[^;]*); weight_i=(?<weight>\S*)$")]
    private static partial Regex Comment();
}
