using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Goes through the seeds, the purest first, and examines one of each group of seeds with the same carriers. What an accepted patch
/// explains is not examined again.
/// </summary>
internal sealed class PatchSelection(
    CodedColumns codes, Matrix features, int[] labels, PatchExamination examination, PatchMiningOptions options, ColumnRanges? ranges)
{
    private const int GrowthSample = 50;
    private const double Agreeing = 0.75;
    private const double Common = 0.5;

    private readonly bool[] _accused = new bool[labels.Length];
    private readonly Dictionary<int, List<List<int>>> _examined = [];
    private readonly CarrierNeighbourhood? _neighbourhood = ranges is null ? null : new(features, labels, ranges);
    private readonly CodeShares _shares = new(codes);

    public PatchReport Select(List<Seed> seeds, int most)
    {
        var accepted = new List<(Seed Seed, int[] Features, float[] Content, PatchExamination.Verdict Verdict, int[] Records)>();
        int examined = 0;
        foreach (Seed seed in Ordered(seeds))
        {
            (List<int> carriers, List<int> others) = Carriers(seed);
            if (IsExplained(carriers) || WasExamined(seed.Target, carriers))
            {
                continue;
            }
            if (examined++ == most)
            {
                break;
            }
            int[] grown = Grow(seed, carriers);
            if (examination.Examine(seed.Target, carriers, others, grown) is { } verdict)
            {
                float[] content = _neighbourhood?.Middle(grown, carriers) ?? [.. grown.Select(feature => features[seed.Exemplar, feature])];
                List<int> all = _neighbourhood?.Near(grown, content, carriers, seed.Target) ?? carriers;
                int[] records = examination.Accused(verdict, seed.Target, all, others.Count, grown);
                Array.ForEach(records, record => _accused[record] = true);
                accepted.Add((seed, grown, content, verdict, records));
            }
        }
        return PatchReport.Of(
            [.. accepted
                .Where(item => item.Verdict.Chance * examined <= options.Error)
                .Select(item => ToPatch(item.Seed, item.Features, item.Content, item.Verdict, item.Records, examined))
                .OrderByDescending(patch => patch.Records.Length)],
            examined);
    }

    private static IEnumerable<Seed> Ordered(List<Seed> seeds) =>
        seeds.OrderByDescending(seed => seed.Purity)
            .ThenByDescending(seed => seed.Features.Length)
            .ThenBy(seed => seed.Features[0])
            .ThenBy(seed => seed.Exemplar)
            .ThenBy(seed => seed.Target);

    private (List<int> Carriers, List<int> Others) Carriers(Seed seed)
    {
        var carriers = new List<int>(seed.Support);
        var others = new List<int>(seed.Others);
        int rarest = seed.Features.MinBy(feature => _shares.Of(feature, codes[feature][seed.Exemplar]));
        ReadOnlySpan<ushort> first = codes[rarest];
        ushort wanted = first[seed.Exemplar];
        for (int record = 0; record < first.Length; record++)
        {
            if (first[record] == wanted && labels[record] >= 0 && Has(seed, record))
            {
                (labels[record] == seed.Target ? carriers : others).Add(record);
            }
        }
        return (carriers, others);
    }

    private bool Has(Seed seed, int record)
    {
        foreach (int feature in seed.Features)
        {
            if (codes[feature][record] != codes[feature][seed.Exemplar])
            {
                return false;
            }
        }
        return true;
    }

    private bool IsExplained(List<int> carriers) => 2 * carriers.Count(record => _accused[record]) >= carriers.Count;

    // Seeds of one patch, or of one mark of a class, have nearly the same carriers: half of their union is common to both.
    private bool WasExamined(int target, List<int> carriers)
    {
        if (!_examined.TryGetValue(target, out List<List<int>>? before))
        {
            _examined.Add(target, before = []);
        }
        if (before.Any(other => Overlaps(other, carriers)))
        {
            return true;
        }
        before.Add(carriers);
        return false;
    }

    private static bool Overlaps(List<int> a, List<int> b)
    {
        if (2 * a.Count < b.Count || 2 * b.Count < a.Count)
        {
            return false;
        }
        int common = 0;
        for (int i = 0, j = 0; i < a.Count && j < b.Count;)
        {
            common += a[i] == b[j] ? 1 : 0;
            (i, j) = (a[i] <= b[j] ? i + 1 : i, b[j] <= a[i] ? j + 1 : j);
        }
        return 2 * common >= a.Count + b.Count - common;
    }

    // The whole patch, of which the seed may be a part: features in which the carriers agree and the data at large does not. If a
    // part stayed uncovered, carriers would be each other's neighbours and vouch for each other.
    private int[] Grow(Seed seed, List<int> carriers)
    {
        int[] sample = BackdoorInput.Spread(carriers, GrowthSample);
        var grown = new SortedSet<int>(seed.Features);
        for (int feature = 0; feature < codes.Columns; feature++)
        {
            ReadOnlySpan<ushort> column = codes[feature];
            ushort content = MostFrequent(column, sample);
            if (content != 0 && Share(column, sample, content) >= Agreeing && _shares.Of(feature, content) <= Common)
            {
                grown.Add(feature);
            }
        }
        return [.. grown];
    }

    private static ushort MostFrequent(ReadOnlySpan<ushort> column, int[] records)
    {
        // Boyer and Moore's majority vote: right whenever more than half agree, and nothing less is asked for.
        ushort candidate = 0;
        int lead = 0;
        foreach (int record in records)
        {
            candidate = lead == 0 ? column[record] : candidate;
            lead += column[record] == candidate ? 1 : -1;
        }
        return candidate;
    }

    private static double Share(ReadOnlySpan<ushort> column, int[] records, ushort content)
    {
        int count = 0;
        foreach (int record in records)
        {
            count += column[record] == content ? 1 : 0;
        }
        return (double)count / records.Length;
    }

    private static Patch ToPatch(
        Seed seed, int[] grown, float[] content, PatchExamination.Verdict verdict, int[] records, int examined) =>
        new(
            grown,
            content,
            seed.Target,
            records,
            seed.Others,
            verdict.Elsewhere,
            verdict.Control,
            Math.Min(1, verdict.Chance * examined));
}
