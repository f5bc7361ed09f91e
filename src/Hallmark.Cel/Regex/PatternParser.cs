namespace Hallmark.Cel.Regex;

/// <summary>Reads RE2's syntax as RE2 reads it without options (not its POSIX variant), and nothing beyond it.</summary>
internal sealed class PatternParser
{
    public static readonly string TooDeep = $"more than {Re2Pattern.NestingLimit} within each other";

    private readonly PatternReader _reader;
    private readonly GroupOpening _opening;
    private PatternFlags _flags;
    private int _groups;

    private PatternParser(string pattern)
    {
        _reader = new PatternReader(pattern);
        _opening = new GroupOpening(_reader);
    }

    private bool Fold => _flags.HasFlag(PatternFlags.IgnoreCase);

    /// <exception cref="CelPatternException">The pattern is not RE2's, or past a limit.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        PatternNode node = parser.TakeChoice();
        return parser._reader.AtEnd ? node : throw PatternReader.Fault(parser._reader.At, "closes a group that was not opened");
    }

    private PatternNode TakeChoice()
    {
        int start = _reader.At;
        List<PatternNode> items = [TakeSequence()];
        while (_reader.Take('|'))
        {
            items.Add(TakeSequence());
        }
        return items.Count == 1 ? items[0] : Bounded(new Choice([.. items]), start);
    }

    private PatternNode TakeSequence()
    {
        int start = _reader.At;
        var items = new List<PatternNode>();
        bool repeated = false;
        while (!_reader.AtEnd && !_reader.Sees('|') && !_reader.Sees(')'))
        {
            int at = _reader.At;
            Repetition? times = RepetitionReader.TryTake(_reader);
            if (times is { } found)
            {
                Repeat(items, found, repeated, at);
            }
            else
            {
                TakeItems(items);
            }
            repeated = times is not null;
        }
        // What takes nothing is not written out a thousand times.
        items.RemoveAll(item => item is Sequence { Items.Length: 0 });
        return items.Count == 1 ? items[0] : Bounded(new Sequence([.. items]), start);
    }

    private static void Repeat(List<PatternNode> items, Repetition times, bool repeated, int at)
    {
        if (repeated)
        {
            throw PatternReader.Fault(at, "repeats a repetition");
        }
        if (items.Count == 0)
        {
            throw PatternReader.Fault(at, "repeats nothing");
        }
        items[^1] = RepetitionReader.Apply(items[^1], times, at);
    }

    /// <summary>Takes what stands next: no item for flags, several for a quotation, else one.</summary>
    private void TakeItems(List<PatternNode> items)
    {
        if (_reader.Take("\\Q"))
        {
            TakeQuotation(items);
        }
        else if (_reader.Sees('('))
        {
            TakeGroup(items);
        }
        else
        {
            items.Add(TakeOne());
        }
    }

    private PatternNode TakeOne()
    {
        if (TryTakePlace() is { } place)
        {
            return new Condition(place);
        }
        if (_reader.Take('.'))
        {
            return new OneOf(_flags.HasFlag(PatternFlags.DotTakesNewline) ? CodePointSet.All : CodePointSet.AllButNewline);
        }
        CodePointSet? set = _reader.Sees('[') ? ClassReader.TakeBrackets(_reader, Fold) : ClassReader.TryTakeNamed(_reader, Fold);
        return set is not null ? new OneOf(set) : Literal(_reader.Sees('\\') ? EscapeReader.Take(_reader) : _reader.TakeCodePoint());
    }

    private PlaceCondition? TryTakePlace()
    {
        bool lines = _flags.HasFlag(PatternFlags.Lines);
        return _reader.Take('^') ? lines ? PlaceCondition.StartOfLine : PlaceCondition.StartOfText
            : _reader.Take('$') ? lines ? PlaceCondition.EndOfLine : PlaceCondition.EndOfText
            : _reader.Take("\\A") ? PlaceCondition.StartOfText
            : _reader.Take("\\z") ? PlaceCondition.EndOfText
            : _reader.Take("\\b") ? PlaceCondition.WordBoundary
            : _reader.Take("\\B") ? PlaceCondition.NoWordBoundary
            : null;
    }

    private void TakeQuotation(List<PatternNode> items)
    {
        while (!_reader.AtEnd && !_reader.Take("\\E"))
        {
            items.Add(Literal(_reader.TakeCodePoint()));
        }
    }

    private void TakeGroup(List<PatternNode> items)
    {
        int start = _reader.At;
        PatternFlags outside = _flags;
        if (!_opening.Take(ref _flags))
        {
            return;
        }
        if (++_groups > Re2Pattern.NestingLimit)
        {
            throw PatternReader.Fault(start, TooDeep);
        }
        items.Add(TakeChoice());
        if (!_reader.Take(')'))
        {
            throw PatternReader.Fault(start, "the group is not closed");
        }
        _groups--;
        _flags = outside;
    }

    private OneOf Literal(int code)
    {
        CodePointSet set = CodePointSet.Of((code, code));
        return new OneOf(Fold ? set.Folded : set);
    }

    private static PatternNode Bounded(PatternNode node, int start) =>
        node.Depth <= Re2Pattern.NestingLimit ? node : throw PatternReader.Fault(start, TooDeep);
}
