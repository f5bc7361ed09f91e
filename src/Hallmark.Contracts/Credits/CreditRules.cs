using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Credits;

/// <summary>
/// Credits move, they are never made or lost, but for minting within the limit of genesis: what is on all accounts together is what
/// was minted. Accounts are members, pots of datasets, and the deposits held for single batches.
/// </summary>
internal static class CreditRules
{
    /// <summary>A member gives away what it has.</summary>
    public static void Transfer(Ruling ruling)
    {
        CreditTransfer transfer = Payload.Read<CreditTransfer>(ruling.Statement);
        Ruling.Require(transfer.Amount > 0, "credit.amount", $"{transfer.Amount} credits cannot be given");
        ruling.Know(CreditFacts.Transfer, transfer);
        bool toPot = transfer.To.StartsWith(CreditKeys.PotPrefix, StringComparison.Ordinal);
        if (toPot)
        {
            ruling.Get(DatasetKeys.Dataset(transfer.To[CreditKeys.PotPrefix.Length..]), transfer.To);
        }
        else
        {
            RequireMember(ruling, transfer.To);
        }
        Move(ruling, ruling.Sender.Name, transfer.To, transfer.Amount);
    }

    /// <summary>Makes credits; the sum of all that were ever made stays within the limit.</summary>
    public static void Mint(Ruling ruling, CreditMint mint, BlockHeight from)
    {
        Ruling.Require(mint.Amount > 0, "credit.amount", $"{mint.Amount} credits cannot be made");
        RequireMember(ruling, mint.To);
        long limit = ruling.Get(GovernanceKeys.Config, "genesis").MintLimit;
        long minted = Balance(ruling, CreditKeys.Minted);
        Ruling.Require(mint.Amount <= limit - minted, "credit.mint.limit", $"{minted} credits are made already, genesis allows {limit}");
        ruling.Put(CreditKeys.Balance(CreditKeys.Minted), new CounterState(minted + mint.Amount));
        ruling.Put(CreditKeys.Balance(mint.To), new CounterState(Balance(ruling, mint.To) + mint.Amount));
        ruling.Emit("credit.minted", ("to", mint.To), ("amount", mint.Amount.ToString()));
    }

    /// <summary>A provider leaves a deposit with a batch.</summary>
    public static void HoldDeposit(Ruling ruling, string batch, long amount)
    {
        Ruling.Require(amount >= 0, "credit.amount", $"a deposit of {amount} credits cannot be");
        if (amount > 0)
        {
            Hold(ruling, CreditKeys.Deposit(batch), amount);
        }
    }

    /// <summary>The sender leaves credits in an account that is nobody's.</summary>
    public static void Hold(Ruling ruling, string account, long amount) => Move(ruling, ruling.Sender.Name, account, amount);

    /// <summary>What was held goes to a member or a pot.</summary>
    public static void Release(Ruling ruling, string account, string to, long amount) => Move(ruling, account, to, amount);

    /// <summary>
    /// Ends a deposit: accepted, it goes back; refused, or withdrawn undecided, it falls to the dataset's pot. Quarantine leaves it.
    /// </summary>
    public static void SettleDeposit(Ruling ruling, BatchState batch)
    {
        long deposit = Balance(ruling, CreditKeys.Deposit(batch.Id));
        if (deposit > 0 && (batch.Verdict is Verdict.Accepted or Verdict.Refused || !batch.IsInPlace))
        {
            Move(
                ruling, CreditKeys.Deposit(batch.Id), batch.Verdict == Verdict.Accepted ? batch.Provider : CreditKeys.Pot(batch.Dataset),
                deposit);
        }
    }

    /// <summary>Pays for an accepted batch as far as the dataset's pot reaches.</summary>
    public static void PayReward(Ruling ruling, BatchState batch, long amount)
    {
        Ruling.Require(amount >= 0, "credit.amount", $"a reward of {amount} credits cannot be");
        long paid = Math.Min(amount, Balance(ruling, CreditKeys.Pot(batch.Dataset)));
        if (paid > 0)
        {
            Move(ruling, CreditKeys.Pot(batch.Dataset), batch.Provider, paid);
        }
    }

    public static long Balance(Ledger.IStateView state, string account) => state.Find(CreditKeys.Balance(account))?.Value ?? 0;

    private static void Move(Ruling ruling, string from, string to, long amount)
    {
        long there = Balance(ruling, from);
        Ruling.Require(amount <= there, "credit.overdrawn", $"{from} has {there} credits, not {amount}");
        Ruling.Require(from != to, "credit.self", $"{from} cannot pay itself");
        SetBalance(ruling, from, there - amount);
        SetBalance(ruling, to, Balance(ruling, to) + amount);
        ruling.Emit("credit.moved", ("from", from), ("to", to), ("amount", amount.ToString()));
    }

    /// <summary>No sum can overflow: all balances together are what was minted.</summary>
    private static void SetBalance(Ruling ruling, string account, long value)
    {
        if (value == 0)
        {
            ruling.Remove(CreditKeys.Balance(account));
        }
        else
        {
            ruling.Put(CreditKeys.Balance(account), new CounterState(value));
        }
    }

    private static void RequireMember(Ruling ruling, string name)
    {
        MemberState member = ruling.Get(MemberKeys.Member(name), $"member {name}");
        Ruling.Require(!member.IsRevokedAt(ruling.Block.Height), "credit.revoked", $"{name} is revoked");
    }
}
