using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>Every header, seal, entry, outcome and state root recomputed, and every signature verified under the signer's key.</summary>
internal static class ChainStage
{
    /// <returns>The ledger as far as it could be read, or null.</returns>
    public static LedgerView? Run(ILedgerStorage storage, ContractSet contracts, Findings findings)
    {
        using var keys = new KeyRing();
        ulong entries = 0;
        ulong signatures = 0;
        LedgerExamination examination = LedgerExamination.Run(storage, contracts, block =>
        {
            for (int i = 0; i < block.Block.Entries.Count; i++)
            {
                entries++;
                signatures += CheckSignature(contracts, keys, block, i, findings) ? 1UL : 0;
            }
        });
        foreach (BlockFault fault in examination.Faults)
        {
            findings.Add(new Finding($"chain.{fault.Part.ToString().ToLowerInvariant()}", AuditVerdict.Tampered, $"block {fault.Height}: {fault.Message}")
            {
                Height = fault.Height.Value,
                Entry = fault.Entry?.Value,
            });
        }
        if (examination.Broken is { } broken)
        {
            findings.Add(new Finding("chain.broken", AuditVerdict.Tampered, broken) { Height = examination.View?.Last.Height.Value + 1 });
        }
        if (examination.TailBytes > 0)
        {
            findings.Add(new Finding(
                "chain.tail", AuditVerdict.Incomplete,
                $"{examination.TailBytes} bytes behind the last block are no block that holds: a group whose writing was cut off, or one that was damaged together with the mark; the next command that writes cuts them"));
        }
        findings.Coverage = findings.Coverage with { Blocks = (examination.View?.Last.Height.Value + 1) ?? 0, Entries = entries, Signatures = signatures };
        return examination.View;
    }

    private static bool CheckSignature(ContractSet contracts, KeyRing keys, ExaminedBlock block, int position, Findings findings)
    {
        ulong index = block.FirstEntry.Value + (ulong)position;
        try
        {
            Statement statement = Statement.Read(block.Block.Entries[position]);
            string? problem = Problem(contracts, keys, block, statement);
            if (problem is null && statement.Kind == Denial.Kind)
            {
                problem = Problem(contracts, keys, block, Denial.Read(statement).Denied);
            }
            if (problem is null)
            {
                return true;
            }
            findings.Add(new Finding("entry.signature", AuditVerdict.Tampered, $"entry {index} ({statement.Kind} by {statement.Issuer}): {problem}")
            {
                Height = block.Height.Value,
                Entry = index,
                Member = statement.Issuer,
            });
        }
        catch (MalformedException)
        {
            // The chain itself reports an entry that cannot be read.
        }
        return false;
    }

    private static string? Problem(ContractSet contracts, KeyRing keys, ExaminedBlock block, Statement statement)
    {
        if (contracts.FindKey(block.State, statement.KeyId) is not { } registered)
        {
            return $"nobody registered key {statement.KeyId}";
        }
        if (registered.Member != statement.Issuer)
        {
            return $"the key belongs to {registered.Member}";
        }
        return statement.Verify(keys.Import(registered.Key)) ? null : "its signature does not verify: it is not what was signed";
    }

    private sealed class KeyRing : IDisposable
    {
        private readonly Dictionary<Digest, VerificationKey> _keys = [];

        public VerificationKey Import(CoseKey key)
        {
            if (!_keys.TryGetValue(key.Thumbprint, out VerificationKey? imported))
            {
                _keys.Add(key.Thumbprint, imported = new VerificationKey(key));
            }
            return imported;
        }

        public void Dispose()
        {
            foreach (VerificationKey key in _keys.Values)
            {
                key.Dispose();
            }
        }
    }
}
