namespace Hallmark.Quality.Backdoors;

/// <summary>Window contents of one size, wherever they lie, that suspects of a label have and others do not.</summary>
internal sealed class MovingContents(
    CodedColumns codes, int[] labels, int[] looks, int classes, ImageShape shape, int side, PatchMiningOptions options)
{
    /// <summary>How many times more frequent among suspects: of those accused, at most this part would have the content anyway.</summary>
    private const double Lift = 10;

    private readonly HashSet<ulong> _contents = [];
    private readonly ulong[] _keys = new ulong[(shape.Height - side + 1) * (shape.Width - side + 1)];
    private readonly ushort[] _row = new ushort[shape.Size];
    private readonly ulong[] _factors = [.. Enumerable.Range(0, side * side).Select(ContentKeys.Factor)];
    private readonly int _least = options.LeastSupport(labels.Length);

    /// <summary>Contents that were compared.</summary>
    public int Examined { get; private set; }

    public List<Patch> Find()
    {
        int[] suspects = [.. Enumerable.Range(0, labels.Length).Where(IsSuspect)];
        Dictionary<(ulong Key, int Label), int> frequent = FrequentAmong(suspects);
        Examined = frequent.Count;
        if (frequent.Count == 0)
        {
            return [];
        }
        ContentBackground background = Background([.. frequent.Keys.Select(item => item.Key).Distinct()]);
        int[,] suspected = new int[classes, classes]; // by label, and by what they look like
        foreach (int record in suspects)
        {
            suspected[labels[record], looks[record]]++;
        }
        var accused = new SortedDictionary<int, List<(ulong Key, double Chance)>>();
        var significance = new Significance(labels.Length);
        foreach (((ulong key, int label), int count) in frequent.OrderBy(item => item.Key.Label).ThenBy(item => item.Key.Key))
        {
            (double expected, int ofLabel) = Expected(background, key, label, suspected);
            if (count < Lift * expected)
            {
                continue;
            }
            double chance = significance.Binomial(count, ofLabel, Math.Min(1, expected / ofLabel)) * Examined;
            if (chance <= options.Error)
            {
                accused.TryAdd(label, []);
                accused[label].Add((key, chance));
            }
        }
        return [.. accused.Select(item => Accuse(item.Key, item.Value, suspects))];
    }

    private bool IsSuspect(int record) => labels[record] >= 0 && looks[record] >= 0 && looks[record] != labels[record];

    private Dictionary<(ulong Key, int Label), int> FrequentAmong(int[] suspects)
    {
        var counts = new Dictionary<(ulong, int), int>();
        foreach (int record in suspects)
        {
            foreach (ulong key in Contents(record))
            {
                counts[(key, labels[record])] = counts.GetValueOrDefault((key, labels[record])) + 1;
            }
        }
        return counts.Where(item => item.Value >= _least).ToDictionary();
    }

    private ContentBackground Background(ulong[] keys)
    {
        var background = new ContentBackground(keys, classes);
        for (int record = 0; record < labels.Length; record++)
        {
            if (labels[record] >= 0 && looks[record] == labels[record])
            {
                background.Start(labels[record]);
                foreach (ulong key in Keys(record))
                {
                    background.Offer(key);
                }
            }
        }
        return background;
    }

    // Of the suspects of a label, how many would have the content if they had it as often as what they look like, or as the label.
    private (double Expected, int OfLabel) Expected(ContentBackground background, ulong key, int label, int[,] suspected)
    {
        double fromLooks = 0;
        int ofLabel = 0;
        for (int c = 0; c < classes; c++)
        {
            fromLooks += suspected[label, c] * background.Rate(key, c);
            ofLabel += suspected[label, c];
        }
        return (Math.Max(fromLooks, ofLabel * background.Rate(key, label)), ofLabel);
    }

    private Patch Accuse(int label, List<(ulong Key, double Chance)> contents, int[] suspects)
    {
        HashSet<ulong> keys = [.. contents.Select(item => item.Key)];
        int[] records = [.. suspects.Where(record => labels[record] == label && Contents(record).Overlaps(keys))];
        return new Patch([], [], label, records, 0, 1, 0, contents.Min(item => item.Chance));
    }

    // The set is used again for the next record.
    private HashSet<ulong> Contents(int record)
    {
        _contents.Clear();
        _contents.UnionWith(Keys(record));
        return _contents;
    }

    // The keys of all windows of a record; the array is used again for the next record.
    private ulong[] Keys(int record)
    {
        for (int feature = 0; feature < _row.Length; feature++)
        {
            _row[feature] = codes[feature][record];
        }
        int next = 0;
        for (int top = 0; top + side <= shape.Height; top++)
        {
            for (int left = 0; left + side <= shape.Width; left++)
            {
                _keys[next++] = Key((top * shape.Width) + left);
            }
        }
        return _keys;
    }

    private ulong Key(int first)
    {
        ulong key = 0;
        for (int y = 0, place = 0; y < side; y++, first += shape.Width)
        {
            for (int x = 0; x < side; x++, place++)
            {
                key = unchecked(key + (_factors[place] * _row[first + x]));
            }
        }
        return key;
    }
}
