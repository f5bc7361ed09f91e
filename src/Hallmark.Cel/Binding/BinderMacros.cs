using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Binding;

/// <summary>Macros that bind names.</summary>
internal sealed partial class Binder
{
    private Bound BindComprehension(ComprehensionExpr macro)
    {
        Bound range = Bind(macro.Range);
        (CelType first, CelType second) = ElementTypes(macro, range.Type);
        bool pair = macro.Variables.Second is not null;
        int slot = _names.Push(macro.Variables.First, pair ? first : IsList(range.Type) ? second : first);
        if (pair)
        {
            _names.Push(macro.Variables.Second!, second);
        }
        Bound? filter = macro.Filter is null ? null : Bind(macro.Filter);
        Bound body = Bind(macro.Body);
        _names.Pop();
        if (pair)
        {
            _names.Pop();
        }
        if (macro.Filter is not null)
        {
            RequireBool(macro.Filter, filter!.Value.Type, "a predicate");
        }
        return macro.Kind is ComprehensionKind.TransformList or ComprehensionKind.TransformMap
            ? Transformed(macro, range, slot, filter?.Node, body, first)
            : Quantified(macro, range, slot, body);
    }

    private Bound BindLet(LetExpr let)
    {
        Bound value = Bind(let.Value);
        int slot = _names.Push(let.Name, value.Type);
        Bound body = Bind(let.Body);
        _names.Pop();
        return new Bound(new LetNode(value.Node, slot, body.Node), body.Type);
    }

    private Bound Quantified(ComprehensionExpr macro, Bound range, int slot, Bound body)
    {
        RequireBool(macro.Body, body.Type, "a predicate");
        bool pair = macro.Variables.Second is not null;
        Node node = macro.Kind == ComprehensionKind.ExistsOne
            ? new ExistsOneNode(range.Node, slot, pair, body.Node)
            : new QuantifierNode(range.Node, slot, pair, body.Node, macro.Kind == ComprehensionKind.All);
        return new Bound(node, CelType.Bool);
    }

    private static Bound Transformed(ComprehensionExpr macro, Bound range, int slot, Node? filter, Bound body, CelType key)
    {
        bool toMap = macro.Kind == ComprehensionKind.TransformMap;
        var node = new TransformNode(range.Node, slot, macro.Variables.Second is not null, filter, body.Node, toMap);
        return new Bound(node, toMap ? CelType.Map(key, body.Type) : CelType.List(body.Type));
    }

    private bool IsList(CelType type) => _rules.Types.Resolve(type).Kind == CelTypeKind.List;

    /// <summary>Index and element of a list, key and value of a map.</summary>
    private (CelType First, CelType Second) ElementTypes(ComprehensionExpr macro, CelType range)
    {
        CelType type = _rules.Types.Resolve(range);
        switch (type.Kind)
        {
            case CelTypeKind.List:
                return (CelType.Int, type.Parameters[0]);
            case CelTypeKind.Map:
                return (type.Parameters[0], type.Parameters[1]);
            case CelTypeKind.Dyn or CelTypeKind.Variable:
                return (CelType.Dyn, CelType.Dyn);
            default:
                Typed(macro.Range, null, () => $"a macro cannot go through a value of type {Show(type)}");
                return (CelType.Dyn, CelType.Dyn);
        }
    }
}
