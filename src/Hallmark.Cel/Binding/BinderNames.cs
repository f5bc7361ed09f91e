using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Binding;

/// <summary>Names, and the selection of fields, which may turn out to be a part of a name.</summary>
internal sealed partial class Binder
{
    /// <summary>The name that a chain of selections spells; null when it starts with no name, or with a variable of a macro.</summary>
    private string? QualifiedName(Expr expression, out bool absolute)
    {
        var parts = new Stack<string>();
        while (expression is SelectExpr { Quoted: false } select)
        {
            parts.Push(select.Field);
            expression = select.Operand;
        }
        absolute = expression is IdentExpr { Absolute: true };
        if (expression is not IdentExpr root || (!absolute && _names.TryLocal(root.Name, out _, out _)))
        {
            return null;
        }
        parts.Push(root.Name);
        return string.Join('.', parts);
    }

    private Bound BindName(IdentExpr ident)
    {
        if (!ident.Absolute && _names.TryLocal(ident.Name, out int slot, out CelType type))
        {
            return new Bound(new LocalNode(slot), type);
        }
        return Find(ident.Name, ident.Absolute) ?? Fault(ident, $"undeclared name '{ident.Name}'");
    }

    private Bound? Find(string name, bool absolute)
    {
        foreach (string candidate in _names.Candidates(name, absolute))
        {
            if (_environment.TryGetSlot(candidate, out int slot))
            {
                return new Bound(new VariableNode(slot, candidate), _environment.Variables[slot].Type);
            }
            if (CelType.Denotable.TryGetValue(candidate, out CelType? denoted))
            {
                return new Bound(new ConstantNode(CelValue.Of(denoted)), CelType.Type);
            }
        }
        return null;
    }

    /// <summary>The longest beginning of a chain that is a name counts; the rest are fields.</summary>
    private Bound BindSelection(SelectExpr select)
    {
        if (QualifiedName(select, out bool absolute) is string name && Find(name, absolute) is Bound variable)
        {
            return variable;
        }
        Bound operand = Bind(select.Operand);
        CelType type = FieldType(select, operand.Type, select.Field);
        return new Bound(new FieldNode(operand.Node, select.Field), type);
    }

    private Bound BindHas(HasExpr has)
    {
        Bound operand = Bind(has.Operand);
        FieldType(has, operand.Type, has.Field);
        return new Bound(new HasNode(operand.Node, has.Field), CelType.Bool);
    }

    private CelType FieldType(Expr at, CelType operand, string field)
    {
        CelType type = _rules.Types.Resolve(operand);
        switch (type.Kind)
        {
            case CelTypeKind.Dyn or CelTypeKind.Variable:
                return CelType.Dyn;
            case CelTypeKind.Map:
                bool isKey = _rules.Types.Fit(CelType.String, type.Parameters[0]);
                return Typed(at, isKey ? type.Parameters[1] : null, () => $"no field '{field}': keys of {Show(type)} are no strings");
            case CelTypeKind.Object:
                type.TryGetField(field, out CelType? declared);
                return Typed(at, declared, () => $"no field '{field}' in {type.Name}");
            default:
                return Typed(at, null, () => $"no field '{field}': {Show(type)} has no fields");
        }
    }
}
