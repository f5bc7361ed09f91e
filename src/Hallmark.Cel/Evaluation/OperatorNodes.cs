using Hallmark.Cel.Functions;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Evaluation;

internal sealed class NotNode(Node operand) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue value = operand.Evaluate(ref frame);
        return value.Kind switch
        {
            CelKind.Bool => CelValue.Of(!value.RawBool),
            CelKind.Error => value,
            _ => Faults.NoOverload("!", value),
        };
    }
}

internal sealed class NegateNode(Node operand) : Node
{
    public override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue value = operand.Evaluate(ref frame);
        return value.IsError ? value : Arithmetic.Negate(value);
    }
}

/// <summary>An operator with two operands, both of which are evaluated first.</summary>
internal abstract class BinaryNode(Node left, Node right) : Node
{
    public sealed override CelValue Evaluate(ref Frame frame)
    {
        frame.Step();
        CelValue first = left.Evaluate(ref frame);
        if (first.IsError)
        {
            return first;
        }
        CelValue second = right.Evaluate(ref frame);
        return second.IsError ? second : Apply(first, second, ref frame);
    }

    protected abstract CelValue Apply(in CelValue left, in CelValue right, ref Frame frame);
}

internal sealed class EqualNode(Node left, Node right, bool negated) : BinaryNode(left, right)
{
    protected override CelValue Apply(in CelValue left, in CelValue right, ref Frame frame) =>
        CelValue.Of(Equality.AreEqual(left, right, ref frame) != negated);
}

internal sealed class OrderNode(BinaryOperator op, Node left, Node right) : BinaryNode(left, right)
{
    protected override CelValue Apply(in CelValue left, in CelValue right, ref Frame frame) => Ordering.Apply(op, left, right, ref frame);
}

internal sealed class ArithmeticNode(BinaryOperator op, Node left, Node right) : BinaryNode(left, right)
{
    protected override CelValue Apply(in CelValue left, in CelValue right, ref Frame frame) => op == BinaryOperator.Add
        ? Arithmetic.Add(left, right, ref frame)
        : Arithmetic.Apply(op, left, right);
}

internal sealed class InNode(Node left, Node right) : BinaryNode(left, right)
{
    protected override CelValue Apply(in CelValue left, in CelValue right, ref Frame frame) => Membership.Contains(left, right, ref frame);
}

internal sealed class IndexNode(Node left, Node right) : BinaryNode(left, right)
{
    protected override CelValue Apply(in CelValue left, in CelValue right, ref Frame frame) => Membership.At(left, right, ref frame);
}
