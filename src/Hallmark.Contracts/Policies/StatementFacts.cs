using Hallmark.Cel;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>What policies can ask about every statement, whatever its kind.</summary>
public static class StatementFacts
{
    /// <summary>
    /// What every policy sees, apart from its counters and from what its kind of statement adds (<see cref="StatementKind.Facts"/>).
    /// </summary>
    public static IReadOnlyList<Fact> All => [Statement, MemberFacts.Sender, Height, Time, Stamp];

    internal static Fact<Statement> Statement { get; } = new(
        "statement",
        ("kind", CelType.String, statement => CelValue.Of(statement.Kind)),
        ("subject", CelType.String, statement => CelValue.Of(statement.Subject)),
        ("id", CelType.String, statement => CelValue.Of(statement.Id.ToString())),
        ("issued", CelType.Timestamp, statement => Fact.Moment(statement.IssuedAt)));

    internal static ValueFact Height { get; } = new("height", CelType.Int);

    /// <summary>The block's time, whole seconds.</summary>
    internal static ValueFact Time { get; } = new("time", CelType.Timestamp);

    /// <summary>The newest stamp on record; not there while there is none.</summary>
    internal static Fact<KnownStamp> Stamp { get; } = new(
        "stamp",
        ("time", CelType.Timestamp, stamp => Fact.Moment(stamp.State.Time)),
        ("age", CelType.Int, stamp => CelValue.Of(stamp.Age)),
        ("blocks", CelType.Int, stamp => CelValue.Of(stamp.Blocks)),
        ("authority", CelType.String, stamp => CelValue.Of(stamp.State.Authority)),
        ("by", CelType.String, stamp => CelValue.Of(stamp.State.By)))
    {
        Since = RuleVersions.Timestamps,
    };
}
