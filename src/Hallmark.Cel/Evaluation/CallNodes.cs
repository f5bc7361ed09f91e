using Hallmark.Cel.Functions;
using Hallmark.Cel.Regex;

namespace Hallmark.Cel.Evaluation;

internal delegate CelValue Function1(in CelValue a, ref Frame frame);

internal delegate CelValue Function2(in CelValue a, in CelValue b, ref Frame frame);

internal delegate CelValue FunctionMany(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame);

/// <summary>A function with one argument. Calls pay for looking through their strings and bytes, whatever the function does.</summary>
internal sealed class Call1Node(Function1 function, Node argument) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue value = argument.Evaluate(ref frame);
        if (value.IsError)
        {
            return value;
        }
        frame.Scan(value);
        return function(value, ref frame);
    }
}

internal sealed class Call2Node(Function2 function, Node first, Node second) : BinaryNode(first, second)
{
    protected override CelValue Apply(in CelValue left, in CelValue right, ref Frame frame)
    {
        frame.Scan(left);
        frame.Scan(right);
        return function(left, right, ref frame);
    }
}

internal sealed class CallManyNode(FunctionMany function, Node[] arguments) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        var values = new CelValue[arguments.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(ref frame);
            if (values[i].IsError)
            {
                return values[i];
            }
            frame.Scan(values[i]);
        }
        return function(values, ref frame);
    }
}

/// <summary>matches with a constant pattern, which is compiled once.</summary>
internal sealed class MatchesNode(Re2Pattern pattern, Node text) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue value = text.Evaluate(ref frame);
        return value.IsError ? value : Matching.Matches(value, pattern, ref frame);
    }
}
