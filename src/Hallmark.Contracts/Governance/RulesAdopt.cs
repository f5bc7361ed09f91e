using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// Moves the ledger up to newer rules: <c>rules.adopt</c> {rules, approvals}. It stands alone in a block whose header already names the
/// new version, so that ledgers can move up whose own rules do not know this kind. An admin sends it; the other admins of the quorum
/// signed approvals beforehand (<see cref="RulesApprove"/>), since the old rules cannot hold a proposal of it.
/// </summary>
/// <param name="Rules">The version to move to.</param>
/// <param name="Approvals">Signed statements of other admins, each a <c>rules.approve</c> of the same version.</param>
public sealed record RulesAdopt(int Rules, IReadOnlyList<Statement> Approvals) : IPayload<RulesAdopt>
{
    /// <summary>So many fit an entry.</summary>
    public const int MaxApprovals = 100;

    public static string Kind => "rules.adopt";

    public string Subject => $"rules/{Rules}";

    public CborMapWriter ToMap() => new CborMapWriter()
        .Integer("rules", Rules)
        .Maps("approvals", Approvals.Select(approval => new CborMapWriter().Bytes("statement", approval.Bytes.ToArray())));

    public static RulesAdopt Read(CborMap map) => new(
        (int)map.Integer("rules", 1, int.MaxValue), [.. map.Maps("approvals", MaxApprovals).Select(ReadApproval)]);

    private static Statement ReadApproval(CborMap map)
    {
        var statement = Statement.Read(map.Bytes("statement"));
        map.End();
        return statement;
    }
}

/// <summary>
/// An admin's consent to newer rules: <c>rules.approve</c> {rules}. It is never an entry by itself; whoever adopts the rules sends it along
/// (<see cref="RulesAdopt"/>).
/// </summary>
public sealed record RulesApprove(int Rules) : IPayload<RulesApprove>
{
    public static string Kind => "rules.approve";

    public string Subject => $"rules/{Rules}";

    public CborMapWriter ToMap() => new CborMapWriter().Integer("rules", Rules);

    public static RulesApprove Read(CborMap map) => new((int)map.Integer("rules", 1, int.MaxValue));
}
