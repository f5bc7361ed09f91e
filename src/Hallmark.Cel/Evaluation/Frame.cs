namespace Hallmark.Cel.Evaluation;

/// <summary>The evaluation has used up its limits. Thrown, so that nothing on the way can absorb it as it absorbs an error.</summary>
internal sealed class LimitExceededException(string message) : Exception(message);

/// <summary>One evaluation: the values of variables, and what is left of the limits.</summary>
internal ref struct Frame(ReadOnlySpan<CelValue> variables, Span<CelValue> locals, CelLimits limits)
{
    private const int UnitsPerStep = 64;
    private const int KeyComparisons = 4;
    private const long MostWeight = 5_000_000;

    public readonly ReadOnlySpan<CelValue> Variables = variables;
    public readonly Span<CelValue> Locals = locals;

    /// <summary>See <see cref="CelLimits.OffsetsOnly"/>.</summary>
    public readonly bool OffsetsOnly = limits.OffsetsOnly;
    private long _steps = limits.Steps;
    private long _volume = limits.Volume;

    public readonly long StepsLeft => _steps;

    public void Step()
    {
        if (--_steps < 0)
        {
            throw new LimitExceededException("the evaluation takes more steps than it may");
        }
    }

    /// <summary>Pays for looking through so many bytes, characters or elements.</summary>
    public void Work(long units)
    {
        if (units >= UnitsPerStep)
        {
            Use(units / UnitsPerStep);
        }
    }

    /// <summary>Pays for looking through a string or bytes.</summary>
    public void Scan(in CelValue value)
    {
        if (value.Kind == CelKind.String)
        {
            Work(value.RawString.Length);
        }
        else if (value.Kind == CelKind.Bytes)
        {
            Work(value.RawBytes.Length);
        }
    }

    /// <summary>Pays for comparing a key with some of those of a map.</summary>
    public void ScanKey(in CelValue key)
    {
        if (key.Kind == CelKind.String)
        {
            Work((long)key.RawString.Length * KeyComparisons);
        }
    }

    /// <summary>Uses so many steps at once.</summary>
    public void Use(long steps)
    {
        if (_steps < steps)
        {
            _steps = 0;
            throw new LimitExceededException("the evaluation takes more steps than it may");
        }
        _steps -= steps;
    }

    /// <summary>Pays for making so many bytes, characters or elements; before they are made.</summary>
    public void Produce(long units)
    {
        if (_volume < units)
        {
            throw new LimitExceededException("the evaluation produces more than it may");
        }
        _volume -= units;
    }

    /// <summary>A list out of elements paid for already.</summary>
    public readonly CelValue List(CelValue[] items)
    {
        var list = new CelList(items);
        return Sized(CelValue.Of(list), list.Depth, list.Weight);
    }

    public CelValue Map(CelValue[] keys, CelValue[] values)
    {
        foreach (ref readonly CelValue key in keys.AsSpan())
        {
            ScanKey(key);
        }
        var map = new CelMap(keys, values);
        return map.Fault() is string fault ? CelValue.Error(fault) : Sized(CelValue.Of(map), map.Depth, map.Weight);
    }

    /// <summary>Shared parts cost nothing to make but count when a value is written out, so its size as written is bounded too.</summary>
    private readonly CelValue Sized(CelValue value, int depth, long weight)
    {
        if (weight > MostWeight)
        {
            throw new LimitExceededException("a value of the evaluation is larger than it may be");
        }
        return depth <= CelList.MaxDepth ? value : CelValue.Error("a value is nested too deeply");
    }
}
