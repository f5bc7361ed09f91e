namespace Hallmark.Contracts.Credits;

/// <summary>Where balances lie. An account is a member's name, or one of those named here, which hold a '/' and so are nobody's.</summary>
public static class CreditKeys
{
    /// <summary>Account that counts what was ever minted.</summary>
    public const string Minted = "//minted";

    public static StatePrefix<CounterState> Balances { get; } = new("balance/");

    public static StateKey<CounterState> Balance(string account) => Balances.Key(account);

    /// <summary>Account that holds the deposit for a batch.</summary>
    public static string Deposit(string batch) => $"deposit/{batch}";

    /// <summary>Account that holds the deposit of a challenge.</summary>
    public static string ChallengeDeposit(long number) => $"deposit/challenge/{number}";

    /// <summary>What the accounts of datasets begin with.</summary>
    public const string PotPrefix = "dataset/";

    /// <summary>Account into which deposits lost over a dataset's batches go.</summary>
    public static string Pot(string dataset) => PotPrefix + dataset;
}
