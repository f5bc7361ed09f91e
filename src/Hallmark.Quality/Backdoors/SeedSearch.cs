namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Finds seeds: every small window of a picture, or every pair of columns of a table, is grouped by content, and contents that are
/// frequent and lean to one label are kept.
/// </summary>
internal sealed class SeedSearch(CodedColumns codes, int[] labels, int classes, PatchMiningOptions options, Significance significance)
{
    /// <summary>A content leans to a label when chance would give that label so many carriers less often than this.</summary>
    private const double LeaningChance = 1e-3;

    private readonly int _least = options.LeastSupport(codes.Records);
    private readonly double[] _shares = Shares(labels, classes);

    /// <summary>All squares of side 1 to <see cref="PatchMiningOptions.LargestSide"/>.</summary>
    public List<Seed> InWindows(ImageShape shape)
    {
        int sides = Math.Min(options.LargestSide, Math.Min(shape.Height, shape.Width));
        var tasks = new List<(int Side, int Left)>();
        for (int side = 1; side <= sides; side++)
        {
            for (int left = 0; left + side <= shape.Width; left++)
            {
                tasks.Add((side, left));
            }
        }
        return InParallel(tasks.Count, (task, found) => InStrip(shape, tasks[task].Side, tasks[task].Left, found));
    }

    /// <summary>Single columns and pairs of columns.</summary>
    public List<Seed> InColumns()
    {
        List<Seed> singles = InParallel(codes.Columns, (column, found) => InSets([[column]], found));
        int[] columns = PairColumns(singles);
        List<Seed> pairs = InParallel(
            columns.Length, (i, found) => InSets(columns.Skip(i + 1).Select(other => new[] { columns[i], other }), found));
        return [.. singles, .. pairs];
    }

    // All pairs when they are few; otherwise those of the columns in which a single value already leans most.
    private int[] PairColumns(List<Seed> singles)
    {
        long affordable = options.PairWork / Math.Max(1, codes.Records);
        int most = (int)Math.Min(codes.Columns, 1 + (long)Math.Sqrt(2.0 * affordable));
        IEnumerable<int> leaning = singles.OrderByDescending(seed => seed.Purity)
            .ThenBy(seed => seed.Features[0])
            .Select(seed => seed.Features[0]);
        return [.. leaning.Concat(Enumerable.Range(0, codes.Columns)).Distinct().Take(most).Order()];
    }

    private static List<Seed> InParallel(int tasks, Action<int, List<Seed>> search)
    {
        var found = new List<Seed>[tasks];
        Parallel.For(0, tasks, task => search(task, found[task] = []));
        return [.. found.SelectMany(seeds => seeds)];
    }

    private void InSets(IEnumerable<int[]> sets, List<Seed> found)
    {
        var counter = new ContentCounter(codes.Records);
        ulong[] keys = new ulong[codes.Records];
        foreach (int[] columns in sets)
        {
            Array.Clear(keys);
            for (int j = 0; j < columns.Length; j++)
            {
                ContentKeys.Add(codes[columns[j]], j, keys);
            }
            Take(counter, keys, columns, found);
        }
    }

    // Slides one strip of the picture from top to bottom; keys of its rows are kept while a window needs them.
    private void InStrip(ImageShape shape, int side, int left, List<Seed> found)
    {
        var counter = new ContentCounter(codes.Records);
        ulong[] keys = new ulong[codes.Records];
        ulong[][] rows = [.. Enumerable.Range(0, side).Select(_ => new ulong[codes.Records])];
        for (int y = 0; y < shape.Height; y++)
        {
            ulong[] row = rows[y % side];
            Array.Clear(row);
            for (int x = 0; x < side; x++)
            {
                ContentKeys.Add(codes[(y * shape.Width) + left + x], x, row);
            }
            int top = y - side + 1;
            if (top < 0)
            {
                continue;
            }
            Array.Clear(keys);
            for (int dy = 0; dy < side; dy++)
            {
                ContentKeys.Join(rows[(top + dy) % side], dy, keys);
            }
            Take(counter, keys, shape.Square(top, left, side), found);
        }
    }

    private void Take(ContentCounter counter, ulong[] keys, int[] columns, List<Seed> found)
    {
        counter.Group(keys, _least);
        ReadOnlySpan<int> groupOf = counter.GroupOf;
        IReadOnlyList<int> first = counter.First;
        if (first.Count == 0)
        {
            return;
        }
        int[] counts = new int[first.Count * classes];
        for (int i = 0; i < groupOf.Length; i++)
        {
            if (groupOf[i] >= 0 && labels[i] >= 0)
            {
                counts[(groupOf[i] * classes) + labels[i]]++;
            }
        }
        for (int group = 0; group < first.Count; group++)
        {
            ReadOnlySpan<int> ofGroup = counts.AsSpan(group * classes, classes);
            int all = Sum(ofGroup);
            for (int label = 0; label < classes; label++)
            {
                if (ofGroup[label] >= _least && 2 * ofGroup[label] >= all && Leans(ofGroup[label], all, label))
                {
                    found.Add(new Seed(columns, first[group], label, ofGroup[label], all - ofGroup[label]));
                }
            }
        }
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        int sum = 0;
        foreach (int count in counts)
        {
            sum += count;
        }
        return sum;
    }

    private bool Leans(int ofLabel, int all, int label) =>
        ofLabel > all * _shares[label] && significance.Binomial(ofLabel, all, _shares[label]) <= LeaningChance;

    private static double[] Shares(int[] labels, int classes)
    {
        double[] shares = new double[classes];
        int labelled = labels.Count(label => label >= 0);
        foreach (int label in labels)
        {
            if (label >= 0)
            {
                shares[label] += 1.0 / labelled;
            }
        }
        return shares;
    }
}
