namespace Hallmark.Quality.Backdoors;

/// <summary>Window contents of one size, wherever they lie, that suspects of a label have and others do not.</summary>
internal sealed class MovingContents(
    CodedColumns codes, int[] labels, int[] looks, int classes, ImageShape shape, int side, PatchMiningOptions options)
{
    /// <summary>How many times more frequent among suspects: of those accused, at most this part would have the content anyway.</summary>
    private const double Lift = 10;

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
        // How many unsuspicious records of each class have each content.
        HashSet<ulong> keys = [.. frequent.Keys.Select(item => item.Key)];
        Dictionary<ulong, int[]> background = Background(keys);
        var accused = new Dictionary<int, List<(ulong Key, double Chance)>>();
        var significance = new Significance(labels.Length);
        foreach (((ulong key, int label), int count) in frequent.OrderBy(item => item.Key.Label).ThenBy(item => item.Key.Key))
        {
            double expected = Expected(background[key], label, suspects);
            int ofLabel = suspects.Count(record => labels[record] == label);
            double chance = significance.Binomial(count, ofLabel, Math.Min(1, expected / ofLabel)) * Examined;
            if (count >= Lift * expected && chance <= options.Error)
            {
                accused.TryAdd(label, []);
                accused[label].Add((key, chance));
            }
        }
        return [.. accused.OrderBy(item => item.Key).Select(item => Accuse(item.Key, item.Value, suspects))];
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

    private Dictionary<ulong, int[]> Background(HashSet<ulong> keys)
    {
        Dictionary<ulong, int[]> counts = keys.ToDictionary(key => key, _ => new int[classes]);
        for (int record = 0; record < labels.Length; record++)
        {
            if (labels[record] < 0 || IsSuspect(record))
            {
                continue;
            }
            foreach (ulong key in Contents(record))
            {
                if (counts.TryGetValue(key, out int[]? ofClass))
                {
                    ofClass[labels[record]]++;
                }
            }
        }
        return counts;
    }

    // Of the suspects of a label, how many would have the content if they had it as often as what they look like, or as the label.
    private double Expected(int[] background, int label, int[] suspects)
    {
        double fromLooks = 0;
        double fromLabel = 0;
        foreach (int record in suspects)
        {
            if (labels[record] == label)
            {
                fromLooks += Rate(background, looks[record]);
                fromLabel += Rate(background, label);
            }
        }
        return Math.Max(fromLooks, fromLabel);
    }

    private double Rate(int[] background, int ofClass) => (background[ofClass] + 1.0) / (_unsuspicious[ofClass] + 2.0);

    private readonly int[] _unsuspicious =
        [.. Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, labels.Length).Count(r => labels[r] == c && looks[r] == c))];

    private Patch Accuse(int label, List<(ulong Key, double Chance)> contents, int[] suspects)
    {
        HashSet<ulong> keys = [.. contents.Select(item => item.Key)];
        int[] records = [.. suspects.Where(record => labels[record] == label && Contents(record).Overlaps(keys))];
        return new Patch([], [], label, records, 0, 1, 0, contents.Min(item => item.Chance));
    }

    private HashSet<ulong> Contents(int record)
    {
        var contents = new HashSet<ulong>();
        for (int top = 0; top + side <= shape.Height; top++)
        {
            for (int left = 0; left + side <= shape.Width; left++)
            {
                contents.Add(Key(record, top, left));
            }
        }
        return contents;
    }

    private ulong Key(int record, int top, int left)
    {
        ulong key = 0;
        for (int i = 0; i < side * side; i++)
        {
            ushort code = codes[((top + (i / side)) * shape.Width) + left + (i % side)][record];
            key = unchecked(key + (ContentKeys.Factor(i) * code));
        }
        return key;
    }
}
