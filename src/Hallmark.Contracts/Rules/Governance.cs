using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;

namespace Hallmark.Contracts.Rules;

/// <summary>Which policy is in force.</summary>
internal static class Governance
{
    /// <summary>An admin deploys; the new policy decides from the next entry on.</summary>
    public static void Deploy(Ruling ruling)
    {
        AdmissionPolicy policy = Payload.Read<PolicyDeploy>(ruling.Statement).Policy;
        ruling.RequireRole(Roles.Admin);
        ruling.Put(StateKeys.Policy, policy);
        ruling.Emit("policy.deployed", ("policy", policy.Name), ("digest", policy.Digest.ToString()));
    }
}
