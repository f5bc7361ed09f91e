using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Scheduling;

/// <summary>Candidates with no chosen one in their list, and the squared distance to the chosen one nearest to each.</summary>
internal sealed class StrayList
{
    private const double NoStray = -1; // nothing is nearer
    private const int FewStrays = 16; // of one in more than so many, each distance is measured by itself

    private readonly PointSet _points;
    private readonly bool _listsComplete;
    private readonly int[] _items;
    private readonly int[] _place;
    private readonly double[] _reach;
    private readonly double[] _distances;
    private readonly List<(int, double)> _nearer = [];
    private int _count;

    /// <summary>Begins with every candidate, as it is where nothing is chosen.</summary>
    /// <param name="points">Where candidates lie.</param>
    /// <param name="listsComplete">Every list holds everyone, so nobody outside a list can be nearer.</param>
    public StrayList(PointSet points, bool listsComplete)
    {
        _points = points;
        _listsComplete = listsComplete;
        _count = points.Count;
        _items = [.. Enumerable.Range(0, _count)];
        _place = [.. Enumerable.Range(0, _count)];
        _reach = new double[_count];
        _distances = new double[listsComplete ? 0 : _count];
        Array.Fill(_reach, double.PositiveInfinity);
    }

    public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    public bool Contains(int candidate) => _place[candidate] < _count;

    public void SetReach(int stray, double squaredDistance) => _reach[stray] = squaredDistance;

    /// <summary>
    /// The strays that a candidate is nearer to than any chosen one, with its squared distance. Valid until the next call.
    /// </summary>
    public List<(int Stray, double Squared)> NearerTo(int candidate)
    {
        _nearer.Clear();
        if (_listsComplete)
        {
            return _nearer;
        }
        if (_count > _reach.Length / FewStrays)
        {
            CompareAll(candidate);
            return _nearer;
        }
        foreach (int stray in Items)
        {
            double squared = _points.Squared(stray, candidate);
            if (squared < _reach[stray])
            {
                _nearer.Add((stray, squared));
            }
        }
        return _nearer;
    }

    public void Add(int candidate)
    {
        _reach[candidate] = double.PositiveInfinity;
        Exchange(_place[candidate], _count++);
    }

    public void Remove(int candidate)
    {
        _reach[candidate] = NoStray;
        Exchange(_place[candidate], --_count);
    }

    private void CompareAll(int candidate)
    {
        _points.Squared(candidate, 0, _distances);
        ReadOnlySpan<Vector256<double>> distances = MemoryMarshal.Cast<double, Vector256<double>>(_distances);
        ReadOnlySpan<Vector256<double>> reaches = MemoryMarshal.Cast<double, Vector256<double>>(_reach);
        for (int g = 0; g < distances.Length; g++)
        {
            if (Vector256.LessThanAny(distances[g], reaches[g]))
            {
                Compare(g * PointSet.Lanes, (g + 1) * PointSet.Lanes);
            }
        }
        Compare(distances.Length * PointSet.Lanes, _distances.Length);
    }

    private void Compare(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_distances[i] < _reach[i])
            {
                _nearer.Add((i, _distances[i]));
            }
        }
    }

    private void Exchange(int a, int b)
    {
        (_items[a], _items[b]) = (_items[b], _items[a]);
        (_place[_items[a]], _place[_items[b]]) = (a, b);
    }
}
