using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>Who has how many credits, as <c>credits list</c> answers.</summary>
/// <param name="Minted">Credits that were ever made.</param>
public sealed record CreditsAnswer(long Minted, IReadOnlyList<AccountAnswer> Accounts)
{
    public static CreditsAnswer Of(Accounts accounts) =>
        new(accounts.Minted, [.. accounts.All.Select(account => new AccountAnswer(account.Name, account.Credits))]);
}

/// <param name="Account">A member's name, <c>dataset/NAME</c> or <c>deposit/BATCH</c>.</param>
public sealed record AccountAnswer(string Account, long Credits);

/// <summary>Credits that were given, as <c>credits transfer</c> answers.</summary>
public sealed record CreditsTransferredAnswer(string From, string To, long Amount)
{
    public static CreditsTransferredAnswer Of(CreditsTransferred transferred) => new(transferred.From, transferred.To, transferred.Amount);
}

/// <summary>Credits that were made or proposed, as <c>credits mint</c> answers.</summary>
public sealed record CreditsMintedAnswer(string To, long Amount, long? Proposal, string Status)
{
    public static CreditsMintedAnswer Of(MintCredits mint, GovernedOutcome outcome) =>
        new(mint.To, mint.Amount, outcome.Proposal, Words.Of(outcome.Status));
}
