namespace Hallmark.Cel.Evaluation;

/// <summary>A macro that goes through the elements of a list, or the keys of a map in their order.</summary>
/// <param name="slot">Where the element is bound.</param>
/// <param name="pair">Whether index and element, or key and value, are bound, to this slot and the next.</param>
internal abstract class MacroNode(Node range, int slot, bool pair) : Node
{
    public sealed override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue source = range.Evaluate(ref frame);
        return source.Kind switch
        {
            CelKind.List => Run(source.RawList.Items, null, ref frame),
            CelKind.Map => Run(source.RawMap.Keys, source.RawMap.Values, ref frame),
            CelKind.Error => source,
            _ => CelValue.Error($"no such overload: a macro cannot go through a value of type {TypeNames.Of(source)}"),
        };
    }

    /// <param name="items">Elements or keys.</param>
    /// <param name="values">The values of a map; null for a list.</param>
    protected abstract CelValue Run(CelValue[] items, CelValue[]? values, ref Frame frame);

    protected void Bind(CelValue[] items, CelValue[]? values, int index, ref Frame frame)
    {
        frame.Step();
        if (!pair)
        {
            frame.Locals[slot] = items[index];
            return;
        }
        frame.Locals[slot] = values is null ? CelValue.Of((long)index) : items[index];
        frame.Locals[slot + 1] = values is null ? items[index] : values[index];
    }

    /// <summary>What a predicate came to: a bool or an error.</summary>
    protected static CelValue Decide(Node predicate, ref Frame frame)
    {
        CelValue value = predicate.Evaluate(ref frame);
        return value.Kind is CelKind.Bool or CelKind.Error ? value : Faults.NoOverload("a predicate", value);
    }
}

/// <summary>all and exists: the predicates joined by &amp;&amp; or ||, so that errors do not count beside one that decides.</summary>
internal sealed class QuantifierNode(Node range, int slot, bool pair, Node predicate, bool isAll) : MacroNode(range, slot, pair)
{
    protected override CelValue Run(CelValue[] items, CelValue[]? values, ref Frame frame)
    {
        CelValue error = default;
        for (int i = 0; i < items.Length; i++)
        {
            Bind(items, values, i, ref frame);
            CelValue value = Decide(predicate, ref frame);
            if (value.IsError)
            {
                error = error.IsError ? error : value;
            }
            else if (value.RawBool != isAll)
            {
                return value;
            }
        }
        return error.IsError ? error : CelValue.Of(isAll);
    }
}

internal sealed class ExistsOneNode(Node range, int slot, bool pair, Node predicate) : MacroNode(range, slot, pair)
{
    protected override CelValue Run(CelValue[] items, CelValue[]? values, ref Frame frame)
    {
        int count = 0;
        for (int i = 0; i < items.Length; i++)
        {
            Bind(items, values, i, ref frame);
            CelValue value = Decide(predicate, ref frame);
            if (value.IsError)
            {
                return value;
            }
            count += value.RawBool ? 1 : 0;
        }
        return CelValue.Of(count == 1);
    }
}

/// <summary>cel.bind: a name for a value. A value that is an error is one where the name is used.</summary>
internal sealed class LetNode(Node value, int slot, Node body) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        frame.Locals[slot] = value.Evaluate(ref frame);
        return body.Evaluate(ref frame);
    }
}

/// <summary>map, filter and transformList; and transformMap, which keeps the keys.</summary>
internal sealed class TransformNode(Node range, int slot, bool pair, Node? filter, Node body, bool toMap) : MacroNode(range, slot, pair)
{
    protected override CelValue Run(CelValue[] items, CelValue[]? values, ref Frame frame)
    {
        List<CelValue> keys = [];
        List<CelValue> results = [];
        for (int i = 0; i < items.Length; i++)
        {
            Bind(items, values, i, ref frame);
            CelValue chosen = filter is null ? CelValue.True : Decide(filter, ref frame);
            CelValue result = chosen.IsTrue ? body.Evaluate(ref frame) : chosen;
            if (result.IsError)
            {
                return result;
            }
            if (chosen.IsTrue)
            {
                frame.Produce(1);
                keys.Add(values is null ? CelValue.Of((long)i) : items[i]);
                results.Add(result);
            }
        }
        return toMap ? frame.Map([.. keys], [.. results]) : frame.List([.. results]);
    }
}
