using System.Runtime.CompilerServices;

namespace Hallmark.Learning;

/// <summary>
/// Grows one tree. Of the records at a node some features are drawn that differ there, and for each a cut between its lowest and its
/// highest bin; the cut that leaves the classes purest (Gini) splits the records, the first drawn on a tie. Records are counted in
/// whole numbers, so no order of summing can matter.
/// </summary>
internal sealed class TreeGrowth
{
    private readonly QuantileBins _bins;
    private readonly ForestRecords _records;
    private readonly int _tried;
    private readonly int _leafRecords;
    private readonly SeededRandom _random;

    private readonly int[] _order; // rows, those of a node side by side
    private readonly int[] _features;
    private readonly byte[] _binsHere;
    private readonly int[] _labelsHere;
    private readonly int[] _weightsHere;
    private readonly int[] _left;
    private readonly int[] _all;

    private readonly List<TreeNode> _nodes = [];
    private readonly List<int> _leaves = [0];
    private readonly List<LeafWeight> _leafWeights = [];
    private readonly Stack<Place> _open = new();

    public TreeGrowth(QuantileBins bins, ForestRecords records, ForestOptions options, int tree)
    {
        (_bins, _records, _leafRecords) = (bins, records, options.LeafRecords);
        _tried = options.TriedOf(bins.Features);
        _random = new SeededRandom(options.Seed, $"forest.tree {tree}");
        _order = [.. records.Rows];
        _features = [.. Enumerable.Range(0, bins.Features)];
        _binsHere = new byte[_order.Length];
        (_labelsHere, _weightsHere) = (new int[_order.Length], new int[_order.Length]);
        (_left, _all) = (new int[records.Classes], new int[records.Classes]);
    }

    /// <param name="Node">Its number.</param>
    /// <param name="First">Of its rows in the order.</param>
    /// <param name="Count">Of its rows.</param>
    /// <param name="Constants">So many of the first features are known not to differ here.</param>
    private readonly record struct Place(int Node, int First, int Count, int Constants);

    private readonly record struct Cut(int Feature, int Bin, double Purity);

    public DecisionTree Grow()
    {
        _nodes.Add(default);
        _open.Push(new Place(0, 0, _order.Length, 0));
        while (_open.TryPop(out Place place))
        {
            Gather(place);
            int constants = place.Constants;
            Cut? cut = IsPure() || place.Count < 2 * _leafRecords ? null : BestCut(place, ref constants);
            if (cut is { } found)
            {
                Split(place, found, constants);
            }
            else
            {
                Close(place);
            }
        }
        return new DecisionTree([.. _nodes], [.. _leaves], [.. _leafWeights]);
    }

    private void Gather(Place place)
    {
        Array.Clear(_all);
        for (int i = 0; i < place.Count; i++)
        {
            int row = _order[place.First + i];
            _labelsHere[i] = _records.Labels[row];
            _weightsHere[i] = _records.Weights[row];
            _all[_labelsHere[i]] += _weightsHere[i];
        }
    }

    private bool IsPure() => _all.AsSpan().Count(0) >= _all.Length - 1;

    private Cut? BestCut(Place place, ref int constants)
    {
        Cut? best = null;
        int left = _features.Length; // features from here on had their turn
        for (int tried = 0; tried < _tried && left > constants;)
        {
            int drawn = constants + _random.NextInt(left - constants);
            int feature = _features[drawn];
            (byte lowest, byte highest) = GatherBins(place, feature);
            if (lowest == highest)
            {
                (_features[drawn], _features[constants]) = (_features[constants], feature);
                constants++;
                continue;
            }
            left--;
            (_features[drawn], _features[left]) = (_features[left], feature);
            int bin = lowest + _random.NextInt(highest - lowest);
            if (Purity(place.Count, bin) is { } purity)
            {
                tried++;
                best = purity <= best?.Purity ? best : new Cut(feature, bin, purity);
            }
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (byte Lowest, byte Highest) GatherBins(Place place, int feature)
    {
        Span<byte> bins = _binsHere.AsSpan(0, place.Count);
        _bins.Gather(feature, _order.AsSpan(place.First, place.Count), bins);
        byte lowest = byte.MaxValue;
        byte highest = 0;
        foreach (byte bin in bins)
        {
            lowest = Math.Min(lowest, bin);
            highest = Math.Max(highest, bin);
        }
        return (lowest, highest);
    }

    // Of both sides the squared weights of classes over the weight of all: the larger, the purer. Null where a side has too few records.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double? Purity(int count, int bin)
    {
        Span<int> left = _left;
        left.Clear();
        ReadOnlySpan<byte> bins = _binsHere.AsSpan(0, count);
        ReadOnlySpan<int> labels = _labelsHere.AsSpan(0, count);
        ReadOnlySpan<int> weights = _weightsHere.AsSpan(0, count);
        int records = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            int goes = (bins[i] - bin - 1) >> 31; // all bits set, or none: no branch, as nothing could foretell it
            left[labels[i]] += weights[i] & goes;
            records -= goes;
        }
        if (records < _leafRecords || count - records < _leafRecords)
        {
            return null;
        }
        double leftSquares = 0, rightSquares = 0, leftSum = 0, rightSum = 0;
        for (int c = 0; c < left.Length; c++)
        {
            double here = left[c];
            double there = _all[c] - here;
            leftSquares += here * here;
            rightSquares += there * there;
            leftSum += here;
            rightSum += there;
        }
        return (leftSquares / leftSum) + (rightSquares / rightSum);
    }

    private void Split(Place place, Cut cut, int constants)
    {
        Span<int> rows = _order.AsSpan(place.First, place.Count);
        GatherBins(place, cut.Feature);
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (_binsHere[i] <= cut.Bin)
            {
                (rows[left], rows[i]) = (rows[i], rows[left]);
                left++;
            }
        }
        int next = _nodes.Count;
        _nodes[place.Node] = new TreeNode(cut.Feature, _bins.Bound(cut.Feature, cut.Bin), next);
        _nodes.Add(default);
        _nodes.Add(default);
        _open.Push(new Place(next + 1, place.First + left, place.Count - left, constants));
        _open.Push(new Place(next, place.First, left, constants));
    }

    private void Close(Place place)
    {
        _nodes[place.Node] = new TreeNode(TreeNode.Leaf, 0, _leaves.Count - 1);
        for (int c = 0; c < _all.Length; c++)
        {
            if (_all[c] > 0)
            {
                _leafWeights.Add(new LeafWeight(c, _all[c]));
            }
        }
        _leaves.Add(_leafWeights.Count);
    }
}
