namespace Hallmark.Cel.Regex;

/// <summary>Unites ranges, given in any order, into a set.</summary>
internal sealed class CodePointSetBuilder
{
    private readonly List<(int Low, int High)> _ranges = [];
    private readonly HashSet<CodePointSet> _sets = [];

    public void Add(int low, int high) => _ranges.Add((low, high));

    // The same set again, as in [\pL\pL\pL], would only cost time.
    public void Add(CodePointSet set) => _ranges.AddRange(_sets.Add(set) ? set.Ranges : []);

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
