using Hallmark.Cel.Regex.Unicode;

namespace Hallmark.Cel.Regex;

/// <summary>Unites ranges, given in any order, into a set.</summary>
internal sealed class CodePointSetBuilder
{
    private readonly List<(int Low, int High)> _ranges = [];

    public void Add(int low, int high) => _ranges.Add((low, high));

    public void Add(CodePointSet set) => _ranges.AddRange(set.Ranges);

    /// <summary>Adds a range and everything that differs from a member of it only in case.</summary>
    public void AddFolded(int low, int high)
    {
        Add(low, high);
        foreach (int other in CaseFolding.Beside(low, high))
        {
            Add(other, other);
        }
    }

    public CodePointSet Build()
    {
        _ranges.Sort();
        var edges = new List<int>();
        foreach ((int low, int high) in _ranges)
        {
            if (edges.Count > 0 && low <= edges[^1])
            {
                edges[^1] = Math.Max(edges[^1], high + 1);
            }
            else
            {
                edges.AddRange([low, high + 1]);
            }
        }
        return new CodePointSet([.. edges]);
    }
}
