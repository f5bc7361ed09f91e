using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Who has how many credits: members, pots of datasets, deposits of batches.</summary>
public sealed record ListAccounts : Query<Accounts>
{
    public override Task<Accounts> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        Account[] all = [.. home.Catalog.Ledger.State.ListNamed(CreditKeys.Balances)
            .Select(balance => new Account(balance.Name, balance.Fact.Value))];
        return Task.FromResult(new Accounts(
            all.FirstOrDefault(account => account.Name == CreditKeys.Minted)?.Credits ?? 0,
            [.. all.Where(account => account.Name != CreditKeys.Minted)]));
    }
}

/// <param name="Minted">Credits that were ever made.</param>
public sealed record Accounts(long Minted, IReadOnlyList<Account> All);

/// <param name="Name">A member's name, <c>dataset/NAME</c> or <c>deposit/BATCH</c>.</param>
public sealed record Account(string Name, long Credits);
