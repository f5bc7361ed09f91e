using System.Globalization;

namespace Hallmark.Quality.Checking;

/// <summary>A column of names, each kept once.</summary>
internal sealed class NameList(int rows)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly int[] _rows = new int[rows];

    /// <param name="name">Null for none.</param>
    public void Set(int row, string? name)
    {
        if (name is null)
        {
            _rows[row] = -1;
            return;
        }
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _names.Count;
            _numbers.Add(name, number);
            _names.Add(name);
        }
        _rows[row] = number;
    }

    /// <summary>Names in their order, numbers by value and all else ordinal, and the place there of each row's; -1 for none.</summary>
    public (int[] Rows, string[] Names) Sorted()
    {
        int[] order = [.. Enumerable.Range(0, _names.Count)];
        bool numeric = _names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        int[] sorted = numeric
            ? [.. order.OrderBy(i => double.Parse(_names[i], CultureInfo.InvariantCulture)).ThenBy(i => _names[i], StringComparer.Ordinal)]
            : [.. order.OrderBy(i => _names[i], StringComparer.Ordinal)];
        int[] place = new int[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            place[sorted[i]] = i;
        }
        return ([.. _rows.Select(number => number < 0 ? -1 : place[number])], [.. sorted.Select(i => _names[i])]);
    }
}
