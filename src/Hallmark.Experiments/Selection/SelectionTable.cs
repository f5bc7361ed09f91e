using System.Globalization;
using Hallmark.Data.Sources;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>The batches of an instance as they are read, line by line.</summary>
internal sealed class SelectionTable(string path)
{
    private const int FixedColumns = 4;

    private readonly List<string> _ids = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<long> _rows = [];
    private readonly List<double> _integrity = [];
    private readonly List<double[]> _points = [];
    private long _left = SelectionObjective.RecordsMax;

    /// <exception cref="SourceException">A value that cannot be; names line and column.</exception>
    public void Add(int line, string[] cells)
    {
        if (_ids.Count == SelectionObjective.CandidatesMax)
        {
            throw new SourceException(path, line, null, $"is one batch more than the {SelectionObjective.CandidatesMax} that are possible");
        }
        if (cells[0].Length == 0 || !_known.Add(cells[0]))
        {
            throw new SourceException(
                path, line, "id", cells[0].Length == 0 ? "is empty" : $"'{SelectionInstanceFile.Shown(cells[0])}' is there already");
        }
        if (cells[1].Length == 0)
        {
            throw new SourceException(path, line, "provider", "is empty");
        }
        _ids.Add(cells[0]);
        _rows.Add(Rows(line, cells[2]));
        double integrity = Number(line, "integrity", cells[3]);
        _integrity.Add(integrity is >= 0 and <= 1
            ? integrity
            : throw new SourceException(path, line, "integrity", $"is {cells[3]}, not from 0 to 1"));
        double[] point = new double[cells.Length - FixedColumns];
        for (int d = 0; d < point.Length; d++)
        {
            string column = string.Create(CultureInfo.InvariantCulture, $"e{d}");
            double value = Number(line, column, cells[FixedColumns + d]);
            point[d] = Math.Abs(value) <= 1e100 ? value : throw new SourceException(path, line, column, "is beyond 1e100");
        }
        _points.Add(point);
    }

    /// <summary>The batches by their ids, numbers among them by size: in which order the lines stand decides nothing.</summary>
    public SelectionInstance ToInstance(string name, double alpha, long budget)
    {
        int[] order = [.. Enumerable.Range(0, _ids.Count).OrderBy(j => _ids[j].Length).ThenBy(j => _ids[j], StringComparer.Ordinal)];
        long[] rows = [.. order.Select(j => _rows[j])];
        double[][] points = [.. order.Select(j => _points[j])];
        return new SelectionInstance(name, [.. order.Select(j => _ids[j])], new SelectionProblem
        {
            Points = points,
            Kernel = SimilarityKernel.Gaussian(2 * MedianDistance.Of(new PointSet(points)) / 4),
            Records = rows,
            Costs = rows,
            Integrity = [.. order.Select(j => _integrity[j])],
            Budget = budget,
            Weights = (alpha, 1 - alpha, 0),
            AttainableRecords = budget,
        });
    }

    private long Rows(int line, string cell)
    {
        if (!long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long rows) || rows < 1)
        {
            throw new SourceException(path, line, "rows", $"is '{SelectionInstanceFile.Shown(cell)}', not a whole number above 0");
        }
        _left -= rows <= _left
            ? rows
            : throw new SourceException(path, line, "rows", $"makes more than {SelectionObjective.RecordsMax} in all");
        return rows;
    }

    private double Number(int line, string column, string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new SourceException(path, line, column, $"is '{SelectionInstanceFile.Shown(cell)}', not a number");
}
