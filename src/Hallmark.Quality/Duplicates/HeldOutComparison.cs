using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;

namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Held-out records, looked for in one batch after another: they alone stay in memory, and two bytes of every other. Without their label
/// they are compared exactly; rows of numbers also nearly, within a thousandth of each column's spread, or where at least half of them lie
/// far nearer than records do by themselves (<see cref="HeldOutNearness"/>). Where one of two records has no cells in the columns that came
/// later to the dataset, these are left out: nobody hides a record by filling them.
/// </summary>
public sealed class HeldOutComparison
{
    /// <summary>
    /// Real data has records twice by chance, coarse data many. As often as the last records trained on had been seen before is chance;
    /// this share of the held-out records more, and three standard deviations, is not: then what was committed to as held out was not.
    /// </summary>
    private const double BeyondChance = 0.05;

    /// <summary>Near copies, within a thousandth of each column's spread, are not made by chance where they are so many.</summary>
    private const double NearBeyondChance = 0.5;

    private readonly RecordBatch _heldOut;
    private readonly Width[] _widths; // the last one is that of all columns
    private readonly DuplicateFilter _seen;
    private readonly HashSet<int> _near = [];
    private readonly FeatureSelection _numbers;
    private readonly HeldOutNearness? _nearness; // null where there are no numbers
    private readonly long _lastFrom; // the last quarter of what is trained on
    private long _looked;
    private long _last;
    private long _lastSeen;

    /// <param name="schema">Of all of them.</param>
    /// <param name="heldOut">What a model is measured on.</param>
    /// <param name="records">How many are trained on.</param>
    public HeldOutComparison(Schema schema, RecordBatch heldOut, long records)
    {
        _heldOut = heldOut;
        (_seen, _lastFrom) = (new DuplicateFilter(Math.Max(1, records)), records - (records / 4));
        _widths = [.. schema.Widths.Select(columns => new Width(schema, heldOut, columns))];
        _numbers = FeatureSelection.All(schema);
        _nearness = _numbers.Width == 0 || heldOut.Count == 0 ? null : new HeldOutNearness(FeatureEncoder.Plain(heldOut, _numbers));
    }

    /// <summary>Places of the held-out records that were seen just so.</summary>
    public HashSet<int> Exact { get; } = [];

    /// <summary>Places of others of which a near copy was seen.</summary>
    public IReadOnlyCollection<int> Near => [.. _near.Union(IsBoundBeyondChance ? [] : Nearer).Except(Exact)];

    /// <summary>Those that lie far nearer than chance makes, though no bound on each number shows it.</summary>
    private IReadOnlyList<int> Nearer => _nearness?.Found() ?? [];

    private bool IsBoundBeyondChance => (double)_near.Union(Exact).Count() / Records >= Chance + NearBeyondChance;

    /// <summary>Held-out records.</summary>
    public int Records => _heldOut.Count;

    /// <summary>Whether more were seen just so than chance makes.</summary>
    public bool IsExactBeyondChance
    {
        get
        {
            double chance = Chance;
            return (double)Exact.Count / Records >= chance + BeyondChance + (3 * Math.Sqrt(chance * (1 - chance) / Records));
        }
    }

    /// <summary>Whether more were seen than chance makes, be it as near copies: then they are not held out.</summary>
    public bool IsBeyondChance =>
        IsExactBeyondChance || IsBoundBeyondChance || Nearer.Count > 0;

    /// <summary>Share of the last quarter that is trained on that had been trained on before: what chance makes of such data.</summary>
    public double Chance => _last == 0 ? 0 : (double)_lastSeen / _last;

    /// <summary>Looks for the held-out records in the next batch that is trained on.</summary>
    public void Look(RecordBatch batch)
    {
        foreach (Digest hash in batch.HashesWithoutLabel())
        {
            bool before = _seen.Add(hash);
            if (_looked++ >= _lastFrom)
            {
                _last++;
                _lastSeen += before ? 1 : 0;
            }
        }
        foreach (Width width in _widths)
        {
            width.Look(batch, Exact, _near);
        }
        _nearness?.Look(FeatureEncoder.Plain(batch, _numbers));
    }

    /// <summary>The comparison over the columns that the dataset had at one time.</summary>
    private sealed class Width
    {
        private readonly int _columns;
        private readonly RecordBatch _heldOut;
        private readonly bool[] _within; // held-out records without cells behind them
        private readonly ILookup<Digest, int> _places;
        private readonly FeatureSelection? _features;
        private readonly float[] _tolerances = [];

        public Width(Schema schema, RecordBatch heldOut, int columns)
        {
            (_columns, _heldOut, _within) = (columns, heldOut, WithinOf(heldOut, columns));
            _places = heldOut.LabellessWithin(columns).Select((hash, place) => (hash, place))
                .ToLookup(pair => pair.hash, pair => pair.place);
            _features = FeaturesOf(schema, columns);
            if (_features is not null)
            {
                _tolerances = NearDuplicateRows.TolerancesWithKeys(FeatureEncoder.Plain(heldOut, _features));
            }
        }

        public void Look(RecordBatch batch, HashSet<int> exact, HashSet<int> near)
        {
            bool[] within = WithinOf(batch, _columns);
            if (!within.Contains(true) && !_within.Contains(true))
            {
                return;
            }
            foreach ((Digest hash, int record) in batch.LabellessWithin(_columns).Select((hash, record) => (hash, record)))
            {
                exact.UnionWith(_places[hash].Where(place => within[record] || _within[place]));
            }
            if (_features is null)
            {
                return;
            }
            Matrix rows = FeatureEncoder.Stack([FeatureEncoder.Plain(_heldOut, _features), FeatureEncoder.Plain(batch, _features)]);
            near.UnionWith(NearDuplicateRows.Find(rows, _tolerances)
                .Where(pair => pair.Record >= _heldOut.Count && pair.Of < _heldOut.Count
                    && (within[pair.Record - _heldOut.Count] || _within[pair.Of]))
                .Select(pair => pair.Of));
        }

        private static bool[] WithinOf(RecordBatch batch, int columns) =>
            [.. Enumerable.Range(0, batch.Count).Select(record => batch.IsWithin(record, columns))];

        /// <summary>Null where none of the columns is of numbers.</summary>
        private static FeatureSelection? FeaturesOf(Schema schema, int columns)
        {
            FeatureSelection all = FeatureSelection.All(schema);
            string[] later = [.. all.Columns.Where(column => column >= columns).Select(column => schema.Columns[column].Name)];
            return later.Length == all.Columns.Count ? null : FeatureSelection.Without(schema, later);
        }
    }
}
