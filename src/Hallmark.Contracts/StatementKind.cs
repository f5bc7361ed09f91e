using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts;

/// <summary>
/// One kind of statement: who decides it, and what policies can ask about it. <see cref="Kinds"/> is the table of all of them.
/// </summary>
public sealed class StatementKind
{
    private StatementKind(string name, Action<Ruling> decide) => (Name, Decide) = (name, decide);

    /// <summary>As in the statement's content type, e.g. <c>batch.register</c>.</summary>
    public string Name { get; }

    /// <summary>First version of the rules that knows it; to older ones it is a kind that there is not.</summary>
    public int Since { get; private init; } = RuleVersions.Oldest;

    /// <summary>
    /// Whether its statements may have been signed long before their block, as an admin does whose key is kept offline.
    /// </summary>
    public bool IsDeferred { get; private init; }

    /// <summary>
    /// What policies see of it beside <see cref="StatementFacts.All"/>; null where no policy can govern it, so that none locks the admins
    /// out.
    /// </summary>
    public IReadOnlyList<Fact>? Facts { get; private init; }

    /// <summary>Decides a statement of this kind.</summary>
    internal Action<Ruling> Decide { get; }

    /// <summary>Makes a proposal of this kind happen once the admins' quorum approved; null where nobody proposes it.</summary>
    internal Action<Ruling, ReadOnlyMemory<byte>>? Enact { get; private init; }

    /// <summary>A kind that any member may send, decided by one rule and by the policies on it.</summary>
    internal static StatementKind Of<T>(Action<Ruling> decide, params Fact[] facts)
        where T : IPayload<T> => new(T.Kind, decide) { Facts = facts };

    /// <summary>A kind that no policy governs: it concerns only the sender's own membership, or ends what stands open.</summary>
    internal static StatementKind Ungoverned<T>(Action<Ruling> decide)
        where T : IPayload<T> => new(T.Kind, decide);

    /// <summary>A kind by which admins govern: proposed by one, enacted by their quorum. No policy governs it.</summary>
    /// <param name="change">Checks and writes what the payload asks for, from the given block on.</param>
    internal static StatementKind Proposed<T>(Action<Ruling, T, Evidence.BlockHeight> change)
        where T : IGovernedPayload<T> => new(T.Kind, ruling => GovernanceRules.Propose(ruling, Payload.Read<T>(ruling.Statement), change))
        {
            Enact = (ruling, payload) => GovernanceRules.Enact(ruling, Payload.Read<T>(payload), change),
        };

    /// <summary>The same, known from these rules on.</summary>
    internal StatementKind From(int rules) => new(Name, Decide) { Since = rules, Facts = Facts, Enact = Enact, IsDeferred = IsDeferred };

    /// <summary>The same, held against no block's time (<see cref="TimeRules"/>).</summary>
    internal StatementKind Deferred() => new(Name, Decide) { Since = Since, Facts = Facts, Enact = Enact, IsDeferred = true };
}
