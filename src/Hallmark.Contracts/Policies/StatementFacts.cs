using Hallmark.Cel;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>What policies can ask about every statement, whatever its kind.</summary>
public static class StatementFacts
{
    /// <summary>
    /// What every policy sees, apart from its counters and from what its kind of statement adds (<see cref="StatementKind.Facts"/>).
    /// </summary>
    public static IReadOnlyList<Fact> All => [Statement, MemberFacts.Sender, Height, Time];

    internal static Fact<Statement> Statement { get; } = new(
        "statement",
        ("kind", CelType.String, statement => CelValue.Of(statement.Kind)),
        ("subject", CelType.String, statement => CelValue.Of(statement.Subject)),
        ("id", CelType.String, statement => CelValue.Of(statement.Id.ToString())),
        ("issued", CelType.Timestamp, statement => Fact.Moment(statement.IssuedAt)));

    internal static ValueFact Height { get; } = new("height", CelType.Int);

    /// <summary>The block's time, whole seconds.</summary>
    internal static ValueFact Time { get; } = new("time", CelType.Timestamp);
}
