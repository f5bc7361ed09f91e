using Hallmark.Client;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Credits are made by admins and moved by who has them; what is denied moves none.</summary>
public sealed class CreditTests
{
    [Fact]
    public async Task Credits_are_made_moved_and_never_more_than_were_made()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        Assert.Null((await acting.ActAsync(new MintCredits(100, "bob"))).Proposal);
        CreditsTransferred given = await acting.ActAsync(new TransferCredits(30, "alice", "seeds") { As = "bob" });
        Assert.Equal(new CreditsTransferred("bob", "alice", 30), given);
        Accounts accounts = await acting.AskAsync(new ListAccounts());
        Assert.Equal([new Account("alice", 30), new Account("bob", 70)], accounts.All);
        Assert.Equal(100, accounts.Minted);
        StatementDeniedException overdrawn = await Assert.ThrowsAsync<StatementDeniedException>(() =>
            acting.ActAsync(new TransferCredits(71, "alice", "") { As = "bob" }));
        Assert.Equal("credit.overdrawn", overdrawn.Rule);
        Assert.Equal(accounts.All, (await acting.AskAsync(new ListAccounts())).All);
    }

    [Fact]
    public async Task Who_gives_is_never_guessed()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.ActAsync(new MintCredits(5, "alice"));
        UsageException unnamed = await Assert.ThrowsAsync<UsageException>(() =>
            acting.ActAsync(new TransferCredits(1, "dataset/plants", "")));
        Assert.Equal("--as: who gives?", unnamed.Message);
    }

    [Fact]
    public async Task Credits_are_made_for_members_only()
    {
        using Acting acting = await Acting.BeginAsync();
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new MintCredits(5, "dataset/plants")));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new MintCredits(5, "nobody")));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new MintCredits(0, "alice")));
        Assert.Equal(0, (await acting.AskAsync(new ListAccounts())).Minted);
    }
}
