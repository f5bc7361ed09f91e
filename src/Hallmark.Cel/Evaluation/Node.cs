namespace Hallmark.Cel.Evaluation;

/// <summary>A part of a compiled expression. Errors are values of kind Error; nothing is thrown but for a limit exceeded.</summary>
internal abstract class Node
{
    public abstract CelValue Evaluate(ref Frame frame);
}

internal sealed class ConstantNode(CelValue value) : Node
{
    public CelValue Value { get; } = value;

    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        return Value;
    }
}

/// <summary>What can only fail: a name or a function that an unchecked expression does not find.</summary>
internal sealed class ErrorNode(string message) : Node
{
    private readonly CelValue _error = CelValue.Error(message);

    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        return _error;
    }
}

internal sealed class VariableNode(int slot, string name) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue value = slot < frame.Variables.Length ? frame.Variables[slot] : default;
        return value.Kind != CelKind.None ? value : CelValue.Error($"the variable '{name}' has no value");
    }
}

/// <summary>A variable bound by a macro.</summary>
internal sealed class LocalNode(int index) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        return frame.Locals[index];
    }
}

internal sealed class FieldNode(Node operand, string field) : Node
{
    private readonly CelValue _key = CelValue.Text(field);

    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue value = operand.Evaluate(ref frame);
        switch (value.Kind)
        {
            case CelKind.Object:
                return value.RawObject.TryGetField(field, out CelValue found) && found.Kind != CelKind.None ? found : NoSuchField();
            case CelKind.Map:
                frame.ScanKey(_key);
                return value.RawMap.TryFind(_key, out found) ? found : CelValue.Error($"no such key: '{field}'");
            case CelKind.Error:
                return value;
            default:
                return Faults.NoFields(value);
        }
    }

    private CelValue NoSuchField() => CelValue.Error($"no such field: '{field}'");
}

internal sealed class HasNode(Node operand, string field) : Node
{
    private readonly CelValue _key = CelValue.Text(field);

    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        frame.ScanKey(_key);
        CelValue value = operand.Evaluate(ref frame);
        return value.Kind switch
        {
            CelKind.Object => CelValue.Of(value.RawObject.TryGetField(field, out CelValue found) && found.Kind != CelKind.None),
            CelKind.Map => CelValue.Of(value.RawMap.TryFind(_key, out _)),
            CelKind.Error => value,
            _ => Faults.NoFields(value),
        };
    }
}

internal sealed class ConditionalNode(Node condition, Node then, Node otherwise) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue chosen = condition.Evaluate(ref frame);
        return chosen.Kind switch
        {
            CelKind.Bool => (chosen.RawBool ? then : otherwise).Evaluate(ref frame),
            CelKind.Error => chosen,
            _ => Faults.NoOverload("?:", chosen),
        };
    }
}

/// <summary>
/// A chain of &amp;&amp; or ||. One operand that decides the result does so whatever the others are, errors among them; so it does not
/// matter in which order they stand.
/// </summary>
internal sealed class LogicNode(bool isAnd, Node[] operands) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue error = default;
        foreach (Node operand in operands)
        {
            CelValue value = operand.Evaluate(ref frame);
            if (value.Kind != CelKind.Bool)
            {
                error = error.IsError ? error : value.IsError ? value : Faults.NoOverload(isAnd ? "&&" : "||", value);
            }
            else if (value.RawBool != isAnd)
            {
                return value;
            }
        }
        return error.IsError ? error : CelValue.Of(isAnd);
    }
}

internal sealed class ListNode(Node[] items) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        frame.Produce(items.Length + 1);
        var values = new CelValue[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(ref frame);
            if (values[i].IsError)
            {
                return values[i];
            }
        }
        return frame.List(values);
    }
}

internal sealed class MapNode(Node[] keys, Node[] values) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        frame.Produce((2 * keys.Length) + 1);
        var keyed = new CelValue[keys.Length];
        var valued = new CelValue[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keyed[i] = keys[i].Evaluate(ref frame);
            valued[i] = keyed[i].IsError ? keyed[i] : values[i].Evaluate(ref frame);
            if (valued[i].IsError)
            {
                return valued[i];
            }
        }
        return frame.Map(keyed, valued);
    }
}
