using Hallmark.Cel;

namespace Hallmark.Contracts.Policies;

/// <summary>What one expression of a policy came to.</summary>
/// <param name="Part">What in the policy: when, a rule's name, counter NAME, deposit, reward.</param>
/// <param name="Value">Null where the expression had no value.</param>
/// <param name="Error">Why it had none.</param>
public sealed record ExpressionResult(string Part, string Expression, CelValue? Value, CelError? Error)
{
    /// <summary>For rules: an expression without a value does not hold.</summary>
    public bool Holds => Value is { Kind: CelKind.Bool } value && value.AsBool();

    /// <summary>The value where it must have one.</summary>
    internal long Number => Value!.Value.AsInt();
}

/// <summary>What a policy found about one statement, expression by expression. The first rule that denies ends it.</summary>
public sealed record PolicyFinding(PolicyDocument Policy, IReadOnlyList<ExpressionResult> Results)
{
    /// <summary>False where its <c>when</c> said that it has nothing to say.</summary>
    public required bool Applies { get; init; }

    /// <summary>The rules that did not hold, in order.</summary>
    public IReadOnlyList<PolicyRule> Broken { get; init; } = [];

    /// <summary>What counters become.</summary>
    public IReadOnlyList<(PolicyCounter Counter, long Value)> Counters { get; init; } = [];

    public long? Deposit { get; init; }

    public long? Reward { get; init; }

    /// <summary>
    /// An expression other than a rule's that has no value, or one that used too many steps: the statement cannot be let through.
    /// </summary>
    public ExpressionResult? Fault { get; init; }

    public long Steps { get; init; }
}
