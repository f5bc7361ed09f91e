using Hallmark.Client;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Members are taken in, changed and revoked; a wrong request leaves neither a key nor an entry behind.</summary>
public sealed class MembershipTests
{
    [Fact]
    public async Task A_member_without_a_key_of_its_own_gets_keys_that_are_kept_here()
    {
        using Acting acting = await Acting.BeginAsync();
        MemberChanged added = await acting.AddAsync("bob", "provider", "reader");
        Assert.Equal(["provider", "reader"], added.Profile!.State.Roles);
        Assert.NotNull(added.Profile.State.Agreement);
        Assert.Null(added.Outcome.Proposal);
        Assert.Equal(ProposalStatus.Enacted, added.Outcome.Status);
        Assert.True(acting.HasKey("bob"));
        Assert.Equal(["alice", "bob"], (await acting.AskAsync(new ListMembers())).Select(member => member.State.Name));
    }

    [Fact]
    public async Task A_member_that_brings_its_key_gets_none_here()
    {
        using Acting acting = await Acting.BeginAsync();
        using KeySigner own = KeySigner.Create();
        MemberChanged added = await acting.ActAsync(new AddMember("bob", ["provider"]) { Key = own.PublicKey });
        Assert.Equal(own.PublicKey, added.Profile!.State.Key);
        Assert.Null(added.Profile.State.Agreement);
        Assert.False(acting.HasKey("bob"));
        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new RotateKey("bob")));
        Assert.Contains("there is no key for 'bob'", refused.Message);
    }

    [Theory]
    [InlineData("bob", "gardener", "--role: 'gardener' is not a role")]
    [InlineData("ledger", "provider", "is the ledger itself")]
    [InlineData("b/b", "provider", "'b/b' is not a name")]
    public async Task A_wrong_name_or_role_is_named_and_nothing_is_made(string member, string role, string complaint)
    {
        using Acting acting = await Acting.BeginAsync();
        bool hadKey = member != "b/b" && acting.HasKey(member);
        ulong size = acting.Size();
        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new AddMember(member, [role])));
        Assert.Contains(complaint, refused.Message);
        Assert.Equal(hadKey, member != "b/b" && acting.HasKey(member));
        Assert.Equal(size, acting.Size());
    }

    [Fact]
    public async Task A_key_agreement_key_goes_with_a_key()
    {
        using Acting acting = await Acting.BeginAsync();
        MemberChanged bob = await acting.AddAsync("bob", "provider");
        var add = new AddMember("carol", ["reader"]) { AgreementKey = bob.Profile!.State.Agreement };
        Assert.Contains("--agreement-key: goes with --key", (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(add))).Message);
        Assert.False(acting.HasKey("carol"));
    }

    [Fact]
    public async Task Who_is_no_admin_takes_in_nobody()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new AddMember("carol", ["reader"]) { As = "bob" }));
        Assert.DoesNotContain(await acting.AskAsync(new ListMembers()), member => member.State.Name == "carol");
    }

    [Fact]
    public async Task Roles_change_at_once_or_from_a_later_block_on()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        MemberChanged now = await acting.ActAsync(new ChangeRoles("bob", ["validator"], null));
        Assert.Equal(["validator"], now.Profile!.State.Roles);
        MemberChanged later = await acting.ActAsync(new ChangeRoles("bob", ["trainer"], new BlockHeight(900)));
        Assert.Equal(["validator"], later.Profile!.State.Roles);
        Assert.Equal(["trainer"], later.Profile.State.NextRoles);
        Assert.Equal(new Governed.Enacted(new BlockHeight(900)), later.Outcome.Decision);
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new ChangeRoles("bob", ["gardener"], null)));
    }

    [Fact]
    public async Task A_rotated_key_takes_the_place_of_the_old_one_and_the_member_goes_on()
    {
        using Acting acting = await Acting.BeginAsync();
        MemberChanged before = await acting.AddAsync("bob", "provider");
        MemberProfile after = await acting.ActAsync(new RotateKey("bob"));
        Assert.NotEqual(before.Profile!.State.Key, after.State.Key);
        using KeySigner kept = new HomeKeys(acting.Home).Find("bob")!;
        Assert.Equal(after.State.Key, kept.PublicKey);
        Assert.Single(await acting.ActAsync(new CommitSeeds(1) { As = "bob" }));
        Assert.NotEqual(after.State.Key, (await acting.ActAsync(new RotateKey("bob"))).State.Key);
        var keys = new HomeKeys(acting.Home); // the old ones are kept beside it, numbered in their order
        Assert.Equal(
            [before.Profile.State.Key, after.State.Key, null],
            ((string[])["bob.old-1", "bob.old-2", "bob.old-3"]).Select(keys.PublicKeyIn));
    }

    [Fact]
    public async Task A_key_that_is_no_members_is_not_rotated()
    {
        using Acting acting = await Acting.BeginAsync();
        using KeySigner stray = new HomeKeys(acting.Home).FindOrCreate("eve");
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new RotateKey("eve")));
        Assert.Null(new HomeKeys(acting.Home).FindNext("eve"));
    }

    [Fact]
    public async Task A_key_agreement_key_is_registered_once()
    {
        using Acting acting = await Acting.BeginAsync();
        Assert.Null((await acting.AskAsync(new ListMembers()))[0].State.Agreement);
        MemberProfile alice = await acting.ActAsync(new RegisterAgreementKey("alice"));
        Assert.NotNull(alice.State.Agreement);
        UsageException again = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new RegisterAgreementKey("alice")));
        Assert.Contains("has registered its key-agreement key already", again.Message);
    }

    [Fact]
    public async Task A_revoked_member_acts_no_more()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        MemberChanged revoked = await acting.ActAsync(new RevokeMember("bob", "left", null));
        Assert.NotNull(revoked.Profile!.State.Revoked);
        await Assert.ThrowsAnyAsync<Exception>(() => acting.ActAsync(new CommitSeeds(1) { As = "bob" }));
        ulong size = acting.Size();
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new RevokeMember("nobody", "", null)));
        Assert.Equal(size, acting.Size()); // a typing error is on no record
    }
}
