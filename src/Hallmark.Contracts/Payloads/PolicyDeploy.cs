using Hallmark.Contracts.State;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Payloads;

/// <summary>An admin puts an admission policy in force, in the place of the one before: <c>policy.deploy</c> {policy}.</summary>
public sealed record PolicyDeploy(AdmissionPolicy Policy) : IPayload<PolicyDeploy>
{
    public static string Kind => "policy.deploy";

    public string Subject => Policy.Name;

    public CborMapWriter ToMap() => new CborMapWriter().Map("policy", Policy.ToMap());

    public static PolicyDeploy Read(CborMap map) => new(AdmissionPolicy.Read(map.Map("policy")));
}
