using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>Puts a policy in force, in the place of the one of the same name: <c>policy.deploy</c> {policy, from?, quorum?}.</summary>
public sealed record PolicyDeploy(PolicyDocument Policy, BlockHeight? From = null) : IGovernedPayload<PolicyDeploy>
{
    public static string Kind => "policy.deploy";

    public string Subject => Policy.Name;

    public int? Quorum { get; init; }

    public PolicyDeploy Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter().Map("policy", Policy.ToMap()).Height("from", From).Quorum(Quorum);

    public static PolicyDeploy Read(CborMap map) =>
        new(PolicyDocument.Read(map.Map("policy")), map.OptionalHeight("from")) { Quorum = map.Quorum() };
}

/// <summary>Takes a policy out of force: <c>policy.withdraw</c> {policy, reason, from?, quorum?}.</summary>
public sealed record PolicyWithdraw(string Policy, string Reason, BlockHeight? From = null) : IGovernedPayload<PolicyWithdraw>
{
    public static string Kind => "policy.withdraw";

    public string Subject => Policy;

    public int? Quorum { get; init; }

    public PolicyWithdraw Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter().Text("policy", Policy).Text("reason", Reason).Height("from", From).Quorum(Quorum);

    public static PolicyWithdraw Read(CborMap map) =>
        new(map.Name("policy"), map.Text("reason"), map.OptionalHeight("from")) { Quorum = map.Quorum() };
}
