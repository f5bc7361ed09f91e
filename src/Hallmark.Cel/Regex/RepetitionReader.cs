namespace Hallmark.Cel.Regex;

/// <summary>Reads <c>* + ? {n} {n,} {n,m}</c>, with or without a <c>?</c> behind it, which only changes greed.</summary>
internal static class RepetitionReader
{
    /// <summary>The largest count in a repetition, and the largest product of counts of repetitions within each other.</summary>
    public const int CountLimit = 1_000;

    /// <summary>Takes a repetition; null, and nothing taken, where there is none. A brace that is no repetition is a literal.</summary>
    public static Repetition? TryTake(PatternReader reader)
    {
        Repetition? times = TryTakeOperator(reader);
        if (times is not null)
        {
            reader.Take('?');
        }
        return times;
    }

    public static Repeat Apply(PatternNode item, Repetition times, int at)
    {
        int copies = times.Most ?? times.Least;
        if (times.Least > CountLimit || copies > CountLimit)
        {
            throw PatternReader.Fault(at, $"repeated more than {CountLimit} times");
        }
        if (copies < times.Least)
        {
            throw PatternReader.Fault(at, "the most is less than the least");
        }
        if (copies > 1 && copies * item.Copies > CountLimit)
        {
            throw PatternReader.Fault(at, $"repetitions within each other make more than {CountLimit} copies");
        }
        return item.Depth < Re2Pattern.NestingLimit ? new Repeat(item, times) : throw PatternReader.Fault(at, PatternParser.TooDeep);
    }

    private static Repetition? TryTakeOperator(PatternReader reader) =>
        reader.Take('*') ? new Repetition(0, null)
        : reader.Take('+') ? new Repetition(1, null)
        : reader.Take('?') ? new Repetition(0, 1)
        : TryTakeBraces(reader);

    private static Repetition? TryTakeBraces(PatternReader reader)
    {
        int start = reader.At;
        if (reader.Take('{') && TryTakeCount(reader) is { } least)
        {
            bool range = reader.Take(',');
            bool open = range && reader.Sees('}');
            int? most = !range ? least : open ? null : TryTakeCount(reader);
            if ((open || most is not null) && reader.Take('}'))
            {
                return new Repetition(least, most);
            }
        }
        reader.At = start;
        return null;
    }

    private static int? TryTakeCount(PatternReader reader)
    {
        int digits = reader.Rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> count = reader.Rest[..(digits < 0 ? reader.Rest.Length : digits)];
        if (count.IsEmpty || (count[0] == '0' && count.Length > 1) || count.Length > 9)
        {
            return null;
        }
        reader.At += count.Length;
        return int.Parse(count);
    }
}
