using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>
/// A block is sealed as it should be, but decided by rules that this program does not know. Nothing is said against the ledger by this,
/// unlike by a <see cref="LedgerDamagedException"/>.
/// </summary>
public sealed class NewerRulesException(BlockHeight height, string reason)
    : Exception($"block {height} {reason}: a newer program can tell whether it is good")
{
    /// <summary>The first such block.</summary>
    public BlockHeight Height { get; } = height;
}
