using Hallmark.Cel.Functions;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Binding;

/// <summary>What the parts of an expression may be, and what type comes out. Null: not like this.</summary>
internal sealed class TypeRules
{
    private static readonly CelType[] Numbers = [CelType.Int, CelType.Uint, CelType.Double];

    private static readonly Signature[] Orderings =
    [
        .. Numbers.SelectMany(left => Numbers.Select(right => new Signature(CelType.Bool, left, right))),
        .. new[] { CelType.String, CelType.Bytes, CelType.Bool, CelType.Timestamp, CelType.Duration }
            .Select(type => new Signature(CelType.Bool, type, type)),
    ];

    private static readonly Signature[] Products = [.. Numbers.Select(type => new Signature(type, type, type))];

    private static readonly Signature[] Remainders = [.. Products.Take(2)];

    private static readonly Signature[] Differences =
    [
        .. Products,
        new(CelType.Duration, CelType.Timestamp, CelType.Timestamp),
        new(CelType.Timestamp, CelType.Timestamp, CelType.Duration),
        new(CelType.Duration, CelType.Duration, CelType.Duration),
    ];

    private static readonly Signature[] Sums =
    [
        .. Products,
        new(CelType.String, CelType.String, CelType.String),
        new(CelType.Bytes, CelType.Bytes, CelType.Bytes),
        new(CelType.List(Signature.A), CelType.List(Signature.A), CelType.List(Signature.A)),
        new(CelType.Timestamp, CelType.Timestamp, CelType.Duration),
        new(CelType.Timestamp, CelType.Duration, CelType.Timestamp),
        new(CelType.Duration, CelType.Duration, CelType.Duration),
    ];

    private static readonly Signature[] Equalities = [new(CelType.Bool, Signature.A, Signature.A)];

    private static readonly Signature[] Memberships =
    [
        new(CelType.Bool, Signature.A, CelType.List(Signature.A)),
        new(CelType.Bool, Signature.A, CelType.Map(Signature.A, Signature.B)),
    ];

    private static readonly Signature[] Indexings =
    [
        new(Signature.A, CelType.List(Signature.A), CelType.Int),
        new(Signature.B, CelType.Map(Signature.A, Signature.B), Signature.A),
    ];

    private static readonly Signature[] Negations = [new(CelType.Int, CelType.Int), new(CelType.Double, CelType.Double)];

    public TypeUnifier Types { get; } = new();

    public CelType? Binary(BinaryOperator op, CelType left, CelType right) => Call(
        op switch
        {
            BinaryOperator.Add => Sums,
            BinaryOperator.Subtract => Differences,
            BinaryOperator.Multiply or BinaryOperator.Divide => Products,
            BinaryOperator.Remainder => Remainders,
            BinaryOperator.Equal or BinaryOperator.NotEqual => Equalities,
            BinaryOperator.In => Memberships,
            _ => Orderings,
        },
        left,
        right);

    public CelType? Negate(CelType operand) => Call(Negations, operand);

    public CelType? Index(CelType operand, CelType index) => Call(Indexings, operand, index);

    public CelType? Call(FunctionEntry function, CelType[] arguments) =>
        function.Signatures.Count > 0 ? Call(function.Signatures, arguments) : NumberAmong(arguments);

    private CelType? NumberAmong(CelType[] arguments)
    {
        CelType first = Types.Resolve(arguments[0]);
        CelType[] numbers = arguments.Length == 1 && first.Kind == CelTypeKind.List ? first.Parameters : arguments;
        return Array.TrueForAll(numbers, IsNumber) ? numbers.Aggregate(Types.Join) : null;
    }

    private bool IsNumber(CelType type)
    {
        CelType resolved = Types.Resolve(type);
        return resolved.Kind is CelTypeKind.Dyn or CelTypeKind.Variable || Numbers.Contains(resolved);
    }

    /// <summary>
    /// The result of the signatures that arguments fit. Where several fit, because a type is not known, they decide nothing about the
    /// arguments, and the result is only known when it is the same for all.
    /// </summary>
    public CelType? Call(IReadOnlyList<Signature> signatures, params CelType[] arguments)
    {
        int start = Types.Mark;
        List<Signature> fitting = [];
        foreach (Signature signature in signatures)
        {
            if (Try(signature, arguments) is not null)
            {
                fitting.Add(signature);
            }
            Types.Rollback(start);
        }
        return fitting.Count switch
        {
            0 => null,
            1 => Try(fitting[0], arguments),
            _ => fitting.TrueForAll(signature => signature.Result == fitting[0].Result) ? Closed(fitting[0].Result) : CelType.Dyn,
        };
    }

    private static CelType Closed(CelType result) => result.Kind == CelTypeKind.Scalar ? result : CelType.Dyn;

    private CelType? Try(Signature signature, CelType[] arguments)
    {
        var variables = new CelType?[2];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!Types.Fit(Instance(signature.Parameters[i], variables), arguments[i]))
            {
                return null;
            }
        }
        var found = new CelType?[2];
        for (int i = 0; i < arguments.Length; i++)
        {
            Collect(signature.Parameters[i], arguments[i], found);
        }
        return Instance(signature.Result, found);
    }

    /// <summary>What A and B came to: the most general of everything that stands in their place, so that dyn is not forgotten.</summary>
    private void Collect(CelType parameter, CelType argument, CelType?[] found)
    {
        argument = Types.Resolve(argument);
        if (parameter.Kind == CelTypeKind.Variable)
        {
            ref CelType? place = ref found[-parameter.VariableId - 1];
            place = place is null ? argument : Types.General(place, argument);
            return;
        }
        for (int i = 0; i < parameter.Parameters.Length; i++)
        {
            Collect(parameter.Parameters[i], argument.Kind == parameter.Kind ? argument.Parameters[i] : CelType.Dyn, found);
        }
    }

    /// <summary>A type of a signature with variables of this call in place of A and B.</summary>
    private CelType Instance(CelType type, CelType?[] variables) => type.Kind switch
    {
        CelTypeKind.Variable => variables[-type.VariableId - 1] ??= Types.Fresh(),
        CelTypeKind.List => CelType.List(Instance(type.Parameters[0], variables)),
        CelTypeKind.Map => CelType.Map(Instance(type.Parameters[0], variables), Instance(type.Parameters[1], variables)),
        _ => type,
    };
}
