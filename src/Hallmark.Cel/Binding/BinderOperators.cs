using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Functions;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Binding;

/// <summary>Operators, lists and maps.</summary>
internal sealed partial class Binder
{
    private Bound BindUnary(UnaryExpr unary)
    {
        Bound operand = Bind(unary.Operand);
        if (unary.Operator == UnaryOperator.Not)
        {
            RequireBool(unary, operand.Type, "!");
            return new Bound(new NotNode(operand.Node), CelType.Bool);
        }
        CelType type = Typed(unary, _rules.Negate(operand.Type), () => $"no such overload: - for {Show(operand.Type)}");
        return new Bound(new NegateNode(operand.Node), type);
    }

    private Bound BindBinary(BinaryExpr binary)
    {
        Bound left = Bind(binary.Left);
        Bound right = Bind(binary.Right);
        CelType type = Typed(
            binary,
            _rules.Binary(binary.Operator, left.Type, right.Type),
            () => $"no such overload: {Symbols.Of(binary.Operator)} for {Show(left.Type)} and {Show(right.Type)}");
        return new Bound(OperatorNode(binary.Operator, left.Node, right.Node), type);
    }

    private static BinaryNode OperatorNode(BinaryOperator op, Node left, Node right) => op switch
    {
        BinaryOperator.Equal or BinaryOperator.NotEqual => new EqualNode(left, right, op == BinaryOperator.NotEqual),
        BinaryOperator.In => new InNode(left, right),
        >= BinaryOperator.Less and <= BinaryOperator.GreaterEqual => new OrderNode(op, left, right),
        _ => new ArithmeticNode(op, left, right),
    };

    private Bound BindLogic(LogicExpr logic)
    {
        Bound[] operands = BindAll(logic.Operands);
        for (int i = 0; i < operands.Length; i++)
        {
            RequireBool(logic.Operands[i], operands[i].Type, logic.IsAnd ? "&&" : "||");
        }
        return new Bound(new LogicNode(logic.IsAnd, [.. operands.Select(operand => operand.Node)]), CelType.Bool);
    }

    private Bound BindConditional(ConditionalExpr conditional)
    {
        Bound condition = Bind(conditional.Condition);
        RequireBool(conditional.Condition, condition.Type, "?:");
        Bound then = Bind(conditional.Then);
        Bound otherwise = Bind(conditional.Otherwise);
        CelType type = Typed(
            conditional,
            _rules.Types.Fit(then.Type, otherwise.Type) ? _rules.Types.General(then.Type, otherwise.Type) : null,
            () => $"the branches of ?: are {Show(then.Type)} and {Show(otherwise.Type)}");
        return new Bound(new ConditionalNode(condition.Node, then.Node, otherwise.Node), type);
    }

    private Bound BindIndex(IndexExpr index)
    {
        Bound operand = Bind(index.Operand);
        Bound place = Bind(index.Index);
        CelType type = Typed(
            index,
            _rules.Index(operand.Type, place.Type),
            () => $"no such overload: [] for {Show(operand.Type)} and {Show(place.Type)}");
        return new Bound(new IndexNode(operand.Node, place.Node), type);
    }

    private Bound BindList(ListExpr list)
    {
        Bound[] items = BindAll(list.Items);
        CelType type = CelType.List(JoinAll(items));
        return items.All(item => item.Node is ConstantNode)
            ? new Bound(new ConstantNode(CelValue.Of(new CelList(items.Select(Constant).ToArray()))), type)
            : new Bound(new ListNode([.. items.Select(item => item.Node)]), type);
    }

    private Bound BindMap(MapExpr map)
    {
        Bound[] keys = BindAll(map.Keys);
        Bound[] values = BindAll(map.Values);
        for (int i = 0; i < keys.Length; i++)
        {
            RequireKey(map.Keys[i], keys[i].Type);
        }
        CelType type = CelType.Map(JoinAll(keys), JoinAll(values));
        return new Bound(new MapNode([.. keys.Select(key => key.Node)], [.. values.Select(value => value.Node)]), type);
    }

    /// <summary>A key whose type is open becomes dyn: were it fixed later, types could grow with every use of a map.</summary>
    private void RequireKey(Expr at, CelType type)
    {
        CelType key = _rules.Types.Resolve(type);
        if (key.Kind == CelTypeKind.Variable)
        {
            _rules.Types.Fit(key, CelType.Dyn);
        }
        bool isKey = key.Kind is CelTypeKind.Dyn or CelTypeKind.Variable
            || key == CelType.Bool || key == CelType.Int || key == CelType.Uint || key == CelType.String;
        Typed(at, isKey ? key : null, () => $"a value of type {Show(key)} cannot be a key of a map");
    }

    private CelType JoinAll(Bound[] parts)
    {
        if (!_checked)
        {
            return CelType.Dyn;
        }
        return parts.Length == 0
            ? _rules.Types.Fresh()
            : parts.Skip(1).Aggregate(parts[0].Type, (joined, part) => _rules.Types.Join(joined, part.Type));
    }

    private static CelValue Constant(Bound bound) => ((ConstantNode)bound.Node).Value;
}
