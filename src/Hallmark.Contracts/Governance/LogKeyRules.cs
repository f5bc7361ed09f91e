using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>Which key signs published checkpoints.</summary>
internal static class LogKeyRules
{
    /// <summary>What a genesis says; older rules know no such field.</summary>
    public static void Found(Ruling ruling, Genesis genesis)
    {
        ruling.Since(RuleVersions.LogKeyOnRecord, genesis.LogKey is not null, "genesis.logKey");
        if (genesis.LogKey is { } key)
        {
            ruling.Put(GovernanceKeys.LogKey, new LogKeyState(LogKey.ReadKey(key, "genesis.logKey"), ruling.Block.Entry));
        }
    }

    /// <summary>The admins name another key, or the first one of a ledger that came from older rules.</summary>
    public static void Name(Ruling ruling, LogKey change, BlockHeight from)
    {
        Ruling.Require(
            !(ruling.Find(GovernanceKeys.LogKey)?.Key.AsSpan().SequenceEqual(change.Key) ?? false), "log.key.again",
            "this key is on record already");
        ruling.Put(GovernanceKeys.LogKey, new LogKeyState(change.Key, ruling.Block.Entry));
        ruling.Emit("log.keyed", ("key", Convert.ToHexStringLower(change.Key)));
    }
}
