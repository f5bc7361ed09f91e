using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Audit.Stages;

/// <summary>Whether the keys kept beside the ledger are the ones it registered.</summary>
internal static class KeyStage
{
    public static void Run(LedgerView ledger, IReadOnlyDictionary<string, CoseKey?> keys, Findings findings)
    {
        foreach ((string member, CoseKey? key) in keys.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            IReadOnlyList<CoseKey> registered = member == Denial.Issuer
                ? ledger.MakerKeys
                : ledger.State.Find(MemberKeys.Member(member)) is { } state ? [state.Key] : [];
            string file = $"keys/{member}.pem";
            if (key is null)
            {
                findings.Add(new Finding("key.unreadable", AuditVerdict.Incomplete, $"{file}, kept for {member}, is no private key")
                {
                    Member = member,
                });
            }
            else if (registered.Count == 0)
            {
                findings.Add(new Finding("key.unregistered", AuditVerdict.Good, $"{file} is a key for {member}, who is not a member")
                {
                    Member = member,
                });
            }
            else if (!registered.Contains(key))
            {
                string expected = string.Join(" or ", registered.Select(item => item.Thumbprint));
                string message = $"{file}, kept for {member}, is {key.Thumbprint}, registered is {expected}";
                findings.Add(new Finding("key.replaced", AuditVerdict.Tampered, message) { Member = member });
            }
        }
    }
}
