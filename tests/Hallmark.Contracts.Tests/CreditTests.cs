using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Credits move; only minting makes them, and nothing loses them.</summary>
public sealed class CreditTests
{
    private readonly Office _office = new();

    [Fact]
    public void Credits_are_minted_within_the_limit_of_genesis()
    {
        _office.Denies("credit.mint.role", "paul", new CreditMint("paul", 1));
        _office.Denies("credit.amount", "alice", new CreditMint("paul", 0));
        _office.Denies("credit.amount", "alice", new CreditMint("paul", long.MinValue));
        _office.Denies("credit.mint.unknown", "alice", new CreditMint("nobody", 1));
        _office.Denies("credit.mint.limit", "alice", new CreditMint("paul", long.MaxValue));
        _office.Accepts("alice", new CreditMint("paul", 999_999));
        _office.Denies("credit.mint.limit", "alice", new CreditMint("vera", 2));
        _office.Accepts("alice", new CreditMint("vera", 1));
        _office.Denies("credit.mint.limit", "alice", new CreditMint("vera", 1));
    }

    [Fact]
    public void Nobody_gives_what_it_has_not_or_less_than_one()
    {
        _office.Accepts("alice", new CreditMint("paul", 100));
        _office.Denies("credit.amount", "paul", new CreditTransfer("vera", 0, ""));
        _office.Denies("credit.amount", "paul", new CreditTransfer("vera", -5, ""));
        _office.Denies("credit.overdrawn", "paul", new CreditTransfer("vera", 101, ""));
        _office.Denies("credit.overdrawn", "paul", new CreditTransfer("vera", long.MaxValue, ""));
        _office.Denies("credit.overdrawn", "vera", new CreditTransfer("paul", 1, ""));
        _office.Denies("credit.self", "paul", new CreditTransfer("paul", 1, ""));
        _office.Denies("credit.transfer.unknown", "paul", new CreditTransfer("nobody", 1, ""));
        _office.Denies("credit.transfer.unknown", "paul", new CreditTransfer("dataset/none", 1, ""));
        _office.Accepts("paul", new CreditTransfer("vera", 100, "all of it"));
        Assert.Equal((0, 100), (Balance("paul"), Balance("vera")));
    }

    [Theory]
    [InlineData(100, 90, 13)] // accepted: the deposit is back, and 3 of the pot's 5 on top
    [InlineData(0, 80, 0)] // refused: the deposit is in the pot
    public void Deposits_are_refunded_or_forfeited_and_rewards_come_out_of_the_pot(int good, long afterDeposit, long gained)
    {
        _office.Accepts("alice", new CreditMint("paul", 105));
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", new CreditTransfer("dataset/scans", 5, ""));
        Deploy(new PolicyDocument("deposits", 1, [BatchRegister.Kind], null, [], [], null, "batch.records", null));
        Deploy(new PolicyDocument("rewards", 1, [BatchJudge.Kind], null, [], [], null, null, "judgement.score / 300000"));
        _office.Accepts("paul", Office.Batch("b1", records: 10));
        Assert.Equal((90, 10), (Balance("paul"), Balance(CreditKeys.Deposit("scans/paul/1"))));
        _office.Denies("credit.overdrawn", "paul", Office.Batch("b2", records: 91));
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1", good));
        Assert.Equal(0, Balance(CreditKeys.Deposit("scans/paul/1")));
        Assert.Equal(afterDeposit == 90 ? 90 + gained : 90, Balance("paul"));
        Assert.Equal(afterDeposit == 90 ? 2 : 15, Balance(CreditKeys.Pot("scans")));
    }

    [Fact]
    public void The_deposit_of_a_pending_batch_that_is_withdrawn_falls_to_the_pot()
    {
        _office.Accepts("alice", new CreditMint("paul", 100));
        _office.Accepts("paul", Office.Dataset());
        Deploy(new PolicyDocument("deposits", 1, [BatchRegister.Kind], null, [], [], null, "batch.records", null));
        _office.Accepts("paul", Office.Batch("b1", records: 10));
        Assert.Equal((90, 10, 0), (Balance("paul"), Balance(CreditKeys.Deposit("scans/paul/1")), Balance(CreditKeys.Pot("scans"))));
        _office.Accepts("paul", new BatchWithdraw("scans/paul/1", _office.Get(DatasetKeys.Batch("scans/paul/1")).Root, "wanted back"));
        Assert.Equal((90, 0, 10), (Balance("paul"), Balance(CreditKeys.Deposit("scans/paul/1")), Balance(CreditKeys.Pot("scans"))));
    }

    [Fact]
    public void A_negative_deposit_or_reward_makes_nothing()
    {
        Deploy(new PolicyDocument("deposits", 1, [BatchRegister.Kind], null, [], [], null, "-5", null));
        _office.Accepts("paul", Office.Dataset());
        _office.Denies("credit.amount", "paul", Office.Batch("b1"));
    }

    [Fact]
    public void No_sequence_of_statements_makes_or_loses_a_credit()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var office = new Office();
            office.Accepts("paul", Office.Dataset());
            office.Accepts(
                "alice",
                new PolicyDeploy(new PolicyDocument("deposits", 1, [BatchRegister.Kind], null, [], [], null, "batch.records * 2", null)));
            office.Accepts(
                "alice",
                new PolicyDeploy(
                    new PolicyDocument(
                        "rewards", 1, [BatchJudge.Kind], null, [], [], null, null, "batch.records * judgement.score / 100000")));
            int moved = 0;
            for (int i = 0; i < 120; i++)
            {
                Decision decision = office.Execute(Statement(office, random));
                moved += decision is Decision.Accepted accepted
                    && accepted.Events.Any(item => item.Name is "credit.moved" or "credit.minted")
                    ? 1
                    : 0;
                long all = office.State.Keys.Where(
                    key =>
                        key.StartsWith(CreditKeys.Balances.Path, StringComparison.Ordinal)
                            && key != CreditKeys.Balance(CreditKeys.Minted).Path)
                    .Sum(key => office.Get(new StateKey<CounterState>(key)).Value);
                Assert.Equal(office.Find(CreditKeys.Balance(CreditKeys.Minted))?.Value ?? 0, all);
                Assert.All(
                    office.State.Keys.Where(key => key.StartsWith(CreditKeys.Balances.Path, StringComparison.Ordinal)),
                    key => Assert.True(office.Get(new StateKey<CounterState>(key)).Value > 0));
            }
            Assert.True(moved > 10, $"seed {seed}: only {moved} statements moved credits");
        }
    }

    private static Evidence.Statement Statement(Office office, Random random)
    {
        string[] members = ["alice", "paul", "vera", "victor", "tina"];
        string member = members[random.Next(members.Length)];
        string Other() => random.Next(4) == 0 ? "dataset/scans" : members[random.Next(members.Length)];
        long Amount() => random.Next(10) switch { 0 => long.MaxValue, 1 => -random.Next(50), 2 => long.MinValue, _ => random.Next(60) };
        int batch = 1 + random.Next(12);
        return random.Next(7) switch
        {
            0 => Office.Sign("alice", new CreditMint(members[random.Next(members.Length)], Amount())),
            1 or 2 => Office.Sign(member, new CreditTransfer(Other(), Amount(), "")),
            3 => Office.Sign("paul", Office.Batch($"c{random.Next(40)}", records: 4 + random.Next(20))),
            4 => Office.Sign("vera", new AccessUse("scans", [$"scans/paul/{batch}"], ReadFor.Judging)),
            5 =>
                Office.Sign(
                    "paul",
                    new BatchWithdraw($"scans/paul/{batch}", office.Find(DatasetKeys.Batch($"scans/paul/{batch}"))?.Root ?? default, "")),
            _ => Office.Sign("vera", Office.AtNow(
                Office.Judge($"scans/paul/{batch}", "?", random.Next(3) * 50) with
                {
                    Root = office.Find(DatasetKeys.Batch($"scans/paul/{batch}"))?.Root ?? default,
                },
                office)),
        };
    }

    private long Balance(string account) => _office.Find(CreditKeys.Balance(account))?.Value ?? 0;

    private void Deploy(PolicyDocument policy) => _office.Accepts("alice", new PolicyDeploy(policy));
}
