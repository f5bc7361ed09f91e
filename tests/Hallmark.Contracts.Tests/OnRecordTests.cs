using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

/// <summary>What rules 8 put on record: the key that signs published checkpoints, and what runs are compared with.</summary>
public sealed class OnRecordTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    [Fact]
    public void A_genesis_names_the_key_and_admins_name_another()
    {
        var office = new Office(Office.Founding with { LogKey = Key });
        Assert.Equal(Key, office.Get(GovernanceKeys.LogKey).Key);

        var named = new Office();
        Assert.Null(named.Find(GovernanceKeys.LogKey.Path));
        named.Denies("log.key.role", "paul", new LogKey(Key));
        named.Accepts("alice", new LogKey(Key));
        named.Denies("log.key.again", "alice", new LogKey(Key));
        named.Accepts("alice", new LogKey(new byte[32]));
        Assert.Equal(new byte[32], named.Get(GovernanceKeys.LogKey).Key);
        CborMapWriter shorter = new CborMapWriter().Bytes("key", new byte[31]).Integer("format", 1);
        named.Refuses("key: has 31 bytes", "alice", LogKey.Kind, shorter, "log");
    }

    [Fact]
    public void A_trainer_puts_on_record_what_its_run_was_compared_with()
    {
        Office office = new Office().WithRun();
        var compare = new RunCompare("scans/run/1", Office.Object);
        office.Denies("run.trainer", "paul", compare);
        office.Denies("run.compare.unknown", "tina", compare with { Run = "scans/run/9" });
        office.Denies("run.comparison", "tina", compare with { Comparison = new ObjectReference(Office.Object.Digest, 1L << 30) });
        office.Accepts("tina", compare);
        Assert.NotNull(office.Get(RunKeys.Run("scans/run/1")).Compared);
        office.Accepts("tina", Office.Step(1, 1, "scans/paul/1"));
        Assert.NotNull(office.Get(RunKeys.Run("scans/run/1")).Compared);
    }

    [Fact]
    public void Older_rules_know_neither()
    {
        var office = new Office(Office.Founding, rules: 7);
        office.Refuses("kind log.key is not known", "alice", LogKey.Kind, new LogKey(Key).ToMap(), "log");
        office.Refuses(
            "kind run.compare is not known", "tina", RunCompare.Kind, new RunCompare("scans/run/1", Office.Object).ToMap(), "scans/run/1");
    }
}
