namespace Hallmark.Scheduling;

/// <summary>Candidates with no chosen one in their list, and the squared distance to the chosen one nearest to each.</summary>
internal sealed class StrayList
{
    private readonly int[] _items;
    private readonly int[] _place;
    private readonly double[] _reach;
    private int _count;

    public StrayList(int candidates)
    {
        _items = [.. Enumerable.Range(0, candidates)];
        _place = [.. Enumerable.Range(0, candidates)];
        _reach = new double[candidates];
        Array.Fill(_reach, double.PositiveInfinity);
        _count = candidates;
    }

    public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    public bool Contains(int candidate) => _place[candidate] < _count;

    public double Reach(int candidate) => _reach[candidate];

    public void SetReach(int candidate, double squaredDistance) => _reach[candidate] = squaredDistance;

    public void Add(int candidate) => Exchange(_place[candidate], _count++);

    public void Remove(int candidate) => Exchange(_place[candidate], --_count);

    private void Exchange(int a, int b)
    {
        (_items[a], _items[b]) = (_items[b], _items[a]);
        (_place[_items[a]], _place[_items[b]]) = (a, b);
    }
}
