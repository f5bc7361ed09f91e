using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>Looks at the cells of one column of text rows, in their order, for what the column can be.</summary>
internal sealed class ColumnLook(CellRules rules)
{
    /// <summary>From here on not every whole number is a double.</summary>
    private const long LargestExact = 1L << 53;

    private readonly List<CounterExample> _others = [];
    private long? _first;
    private CounterExample? _notInt64;
    private CounterExample? _notFloat64;
    private CounterExample? _notBoolean;
    private CounterExample? _missingWord;
    private long _numbers;
    private long _otherCount;
    private BooleanWords _words;
    private MomentKinds _moments;

    /// <param name="position">Of its row.</param>
    /// <param name="text">A cell that is not missing.</param>
    public void Add(long position, ReadOnlySpan<char> text)
    {
        bool numeric = MayBeNumber(text);
        if (numeric && rules.TryInt64(text, out long whole))
        {
            _numbers++;
            _moments |= MomentKinds.Other;
            _first ??= position;
            if (_notFloat64 is null && whole is > LargestExact or < -LargestExact && !rules.TryFloat64(text, out _))
            {
                _notFloat64 = Example(position, text);
            }
            _notBoolean ??= whole is 0 or 1 ? null : Example(position, text);
            _words |= whole is 0 or 1 ? BooleanWordReading.Read(text) : BooleanWords.None;
            return;
        }
        if (numeric && rules.TryFloat64(text, out _))
        {
            _numbers++;
            _moments |= MomentKinds.Other;
            _first ??= position;
            if (_notInt64 is null || _notBoolean is null)
            {
                CounterExample example = Example(position, text);
                (_notInt64, _notBoolean) = (_notInt64 ?? example, _notBoolean ?? example);
            }
            return;
        }
        if (rules.IsMissingWord(text))
        {
            _missingWord ??= Example(position, text);
            return;
        }
        AddOther(position, text);
    }

    public ColumnEvidence ToEvidence() => new(_first, _notInt64, _notFloat64, _notBoolean)
    {
        MissingWord = _missingWord,
        Numbers = _numbers,
        Others = new CounterExamples(_otherCount, _others),
        Words = _words,
        Moments = _moments,
    };

    private void AddOther(long position, ReadOnlySpan<char> text)
    {
        _first ??= position;
        _otherCount++;
        BooleanWords word = BooleanWordReading.Read(text);
        _words |= word;
        _moments |= (_moments & MomentKinds.Other) == 0 ? rules.ReadMoment(text, out _) : MomentKinds.None;
        if (_others.Count == CounterExamples.Limit && (_notBoolean is not null || word != BooleanWords.None))
        {
            return;
        }
        CounterExample example = Example(position, text);
        _notInt64 ??= example;
        _notFloat64 ??= example;
        _notBoolean ??= word == BooleanWords.None ? example : null;
        if (_others.Count < CounterExamples.Limit)
        {
            _others.Add(example);
        }
    }

    private CounterExample Example(long position, ReadOnlySpan<char> text) =>
        new(position, CellText.Shorten(text)) { Reason = rules.NumberDoubt(text) };

    /// <summary>Text is told from numbers at a glance.</summary>
    private static bool MayBeNumber(ReadOnlySpan<char> text) =>
        text[0] is >= '0' and <= '9' or '-' or '.' or ',' or ' ' or (>= '\t' and <= '\r');
}
