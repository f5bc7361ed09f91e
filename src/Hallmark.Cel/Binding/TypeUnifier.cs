namespace Hallmark.Cel.Binding;

/// <summary>
/// Which types fit together. Types not known yet are variables, bound when something fixes them; dyn fits everything.
/// </summary>
internal sealed class TypeUnifier
{
    private readonly List<CelType?> _bindings = [];
    private readonly List<int> _trail = [];

    public int Mark => _trail.Count;

    public CelType Fresh()
    {
        _bindings.Add(null);
        return CelType.Variable(_bindings.Count - 1);
    }

    /// <summary>Takes back what was bound since.</summary>
    public void Rollback(int mark)
    {
        for (int i = _trail.Count - 1; i >= mark; i--)
        {
            _bindings[_trail[i]] = null;
        }
        _trail.RemoveRange(mark, _trail.Count - mark);
    }

    /// <summary>What a variable is bound to; the type itself otherwise.</summary>
    public CelType Resolve(CelType type)
    {
        while (type.Kind == CelTypeKind.Variable && _bindings[type.VariableId] is CelType bound)
        {
            type = bound;
        }
        return type;
    }

    /// <summary>The type with nothing left open: what no one fixed is dyn.</summary>
    public CelType Close(CelType type)
    {
        CelType resolved = Resolve(type);
        return resolved.Kind switch
        {
            CelTypeKind.Variable => CelType.Dyn,
            CelTypeKind.List => CelType.List(Close(resolved.Parameters[0])),
            CelTypeKind.Map => CelType.Map(Close(resolved.Parameters[0]), Close(resolved.Parameters[1])),
            _ => resolved,
        };
    }

    /// <summary>Whether two types fit, binding variables so that they do. What was bound before a failure stays; see Rollback.</summary>
    public bool Fit(CelType left, CelType right)
    {
        left = Resolve(left);
        right = Resolve(right);
        if (ReferenceEquals(left, right) || (left.Kind == CelTypeKind.Variable && left.VariableId == IdOf(right)))
        {
            return true;
        }
        if (left.Kind == CelTypeKind.Variable)
        {
            return Bind(left, right);
        }
        if (right.Kind == CelTypeKind.Variable)
        {
            return Bind(right, left);
        }
        if (left.Kind == CelTypeKind.Dyn || right.Kind == CelTypeKind.Dyn)
        {
            return true;
        }
        if (left == CelType.Null || right == CelType.Null)
        {
            return (left == CelType.Null ? right : left).Kind == CelTypeKind.Object;
        }
        return left.Kind == right.Kind && left.Name == right.Name && ParametersFit(left.Parameters, right.Parameters);
    }

    /// <summary>The type of something that is one or the other: dyn where they do not fit.</summary>
    public CelType Join(CelType left, CelType right)
    {
        int mark = Mark;
        if (Fit(left, right))
        {
            return General(left, right);
        }
        Rollback(mark);
        return CelType.Dyn;
    }

    /// <summary>The more general one of two types that fit.</summary>
    public CelType General(CelType left, CelType right)
    {
        left = Resolve(left);
        right = Resolve(right);
        if (left.Kind == CelTypeKind.Dyn || right.Kind == CelTypeKind.Dyn)
        {
            return CelType.Dyn;
        }
        return (left.Kind, right.Kind) switch
        {
            (CelTypeKind.List, CelTypeKind.List) => CelType.List(General(left.Parameters[0], right.Parameters[0])),
            (CelTypeKind.Map, CelTypeKind.Map) => CelType.Map(
                General(left.Parameters[0], right.Parameters[0]),
                General(left.Parameters[1], right.Parameters[1])),
            _ => left == CelType.Null ? right : left,
        };
    }

    private static int IdOf(CelType type) => type.Kind == CelTypeKind.Variable ? type.VariableId : -1;

    private bool ParametersFit(CelType[] left, CelType[] right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (!Fit(left[i], right[i]))
            {
                return false;
            }
        }
        return true;
    }

    private bool Bind(CelType variable, CelType type)
    {
        if (Occurs(variable.VariableId, type))
        {
            return false;
        }
        _bindings[variable.VariableId] = type;
        _trail.Add(variable.VariableId);
        return true;
    }

    /// <summary>A type must not be a part of itself.</summary>
    private bool Occurs(int variable, CelType type)
    {
        type = Resolve(type);
        if (type.Kind == CelTypeKind.Variable)
        {
            return type.VariableId == variable;
        }
        foreach (CelType parameter in type.Parameters)
        {
            if (Occurs(variable, parameter))
            {
                return true;
            }
        }
        return false;
    }
}
