using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>The key of a machine registers batches in a provider's name, and does nothing else.</summary>
public sealed class GatewayTests
{
    private static readonly KeySigner Machine = Office.Key("machine");
    private readonly Office _office = new();

    public GatewayTests()
    {
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Dataset("others"));
    }

    private static KeyDelegate Gateway { get; } = new("paul", "gate", Machine.PublicKey, ["scans"], null);

    private long Seconds => _office.Time / 1000;

    [Fact]
    public void A_gateway_registers_batches_in_its_providers_name_and_the_batch_says_so()
    {
        _office.Accepts("paul", Gateway);
        _office.Accepts("paul", Office.Batch("b1"), Machine);
        _office.Accepts("paul", Office.Batch("b2"));
        BatchState[] batches = [.. new[] { 1, 2 }.Select(number => _office.Get(DatasetKeys.Batch($"scans/paul/{number}")))];
        Assert.Equal(["paul", "paul"], batches.Select(batch => batch.Provider));
        Assert.Equal(["gate", null], batches.Select(batch => batch.Gateway));
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1"));
        Assert.Equal("gate", _office.Get(DatasetKeys.Batch("scans/paul/1")).Gateway);
    }

    [Fact]
    public void A_key_that_nobody_delegated_is_nobodys()
    {
        Assert.Null(Office.Contracts.FindKey(_office, Machine.PublicKey.Thumbprint));
        _office.Denies(RuleNames.OldKey, "paul", Office.Batch("b1"), Machine); // were it let through the door
        _office.Accepts("paul", Gateway);
        Assert.Equal("paul", Office.Contracts.FindKey(_office, Machine.PublicKey.Thumbprint)?.Member);
        Assert.Equal(RuleNames.OldKey, Denied("vera", Office.Batch("b1"), Machine).Rule);
    }

    [Fact]
    public void Another_dataset_another_tier_and_the_place_of_another_batch_are_not_the_gateways()
    {
        _office.Accepts("paul", Gateway);
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Denies("gateway.dataset", "paul", Office.Batch("b2", "others"), Machine);
        _office.Denies("gateway.supersedes", "paul", Office.Batch("b2") with { Supersedes = ["scans/paul/1"] }, Machine);
        _office.Denies("gateway.tier", "paul", AccessTests.Sealed("b2"), Machine);
    }

    /// <summary>Every kind that there is, with a payload that nobody reads before the key is looked at.</summary>
    [Fact]
    public void No_other_kind_is_the_gateways_to_say()
    {
        _office.Accepts("paul", Gateway);
        foreach (string kind in Kinds.All.Keys.Where(kind => kind != BatchRegister.Kind))
        {
            Statement said = Statement.Sign(Machine, kind, "paul", "x", Office.Ledger, Seconds, [0xa0]);
            Assert.Equal("gateway.kind", Assert.IsType<Decision.Denied>(_office.Execute(said)).Rule);
        }
        _office.Denies("gateway.kind", "paul", Gateway with { Gateway = "further", Key = Office.Key("further").PublicKey }, Machine);
        _office.Denies("gateway.kind", "paul", new KeyRevokeDelegate("paul", "gate", ""), Machine);
        _office.Denies("gateway.kind", "paul", new CreditTransfer("alice", 1, ""), Machine);
        _office.Denies("gateway.kind", "paul", Office.Use("scans/paul/1"), Machine);
    }

    [Fact]
    public void The_gateway_of_an_admin_approves_nothing()
    {
        _office.Accepts("alice", new MemberRoles("alice", [Roles.Admin, Roles.Provider]));
        _office.Accepts("alice", Gateway with { Member = "alice" });
        _office.Denies("gateway.kind", "alice", new MemberRevoke("paul", "why not"), Machine);
        var old = new Office(Office.Founding with { Quorum = 2 }, RuleVersions.Newest);
        old.Accepts("alice", new MemberAdd("bob", [Roles.Admin, Roles.Provider], Office.Key("bob").PublicKey));
        old.Accepts("bob", Gateway with { Member = "bob" });
        old.Put(GovernanceKeys.Rules, new RulesState(RuleVersions.Newest - 1));
        Statement approval = Office.Sign("bob", new RulesApprove(RuleVersions.Newest), Machine);
        old.Denies("rules.adopt.approval", "alice", new RulesAdopt(RuleVersions.Newest, [approval]));
    }

    [Fact]
    public void It_ends_by_its_date_and_goes_on_where_its_provider_says_so_again()
    {
        _office.Accepts("paul", Gateway with { Until = Seconds + 100 });
        _office.Time += 99_000;
        _office.Accepts("paul", Office.Batch("b1"), Machine);
        _office.Time += 1_000;
        _office.Denies("gateway.expired", "paul", Office.Batch("b2"), Machine);
        _office.Denies("key.delegate.past", "paul", Gateway with { Until = Seconds });
        _office.Accepts("paul", Gateway with { Until = Seconds + 100, Datasets = ["others"] });
        _office.Denies("gateway.dataset", "paul", Office.Batch("b2"), Machine);
        _office.Accepts("paul", Office.Batch("b2", "others"), Machine);
    }

    [Theory]
    [InlineData("paul")]
    [InlineData("alice")]
    public void Its_provider_and_any_admin_revoke_it_at_once_and_for_ever(string who)
    {
        _office.Accepts("paul", Gateway);
        _office.Accepts("paul", Office.Batch("b1"), Machine);
        _office.Denies("key.revoke-delegate.own", "vera", new KeyRevokeDelegate("paul", "gate", ""));
        _office.Denies("key.revoke-delegate.unknown", who, new KeyRevokeDelegate("paul", "door", ""));
        _office.Accepts(who, new KeyRevokeDelegate("paul", "gate", "stolen"));
        Assert.Equal(who, _office.Get(MemberKeys.Gateway("paul", "gate")).RevokedBy);
        _office.Denies("gateway.revoked", "paul", Office.Batch("b2"), Machine);
        _office.Denies("key.revoke-delegate.again", who, new KeyRevokeDelegate("paul", "gate", ""));
        _office.Denies("key.delegate.revoked", "paul", Gateway);
        _office.Denies("key.delegate.revoked", "paul", Gateway with { Key = Office.Key("another machine").PublicKey });
        _office.Denies("member.key-taken", "paul", Gateway with { Gateway = "gate-2" });
        _office.Accepts("paul", Gateway with { Gateway = "gate-2", Key = Office.Key("another machine").PublicKey });
        Assert.Equal("gate", _office.Get(DatasetKeys.Batch("scans/paul/1")).Gateway); // what it registered stays
    }

    [Fact]
    public void It_ends_with_what_its_provider_may_do_and_outlives_a_change_of_its_key()
    {
        _office.Accepts("paul", Gateway);
        KeySigner next = Office.Key("paul's next");
        byte[] proof = next.Sign(MemberRotate.ToBeProved(Office.Ledger, Office.Key("paul").PublicKey.Thumbprint, "paul"));
        _office.Accepts("paul", new MemberRotate("paul", next.PublicKey, proof));
        _office.Accepts("paul", Office.Batch("b1"), Machine);
        _office.Accepts("alice", new MemberRoles("paul", [Roles.Reader]));
        _office.Denies("batch.register.role", "paul", Office.Batch("b2"), Machine);
        _office.Accepts("alice", new MemberRoles("paul", [Roles.Provider]));
        _office.Accepts("paul", Office.Batch("b2"), Machine);
        _office.Accepts("alice", new MemberRevoke("paul", "left"));
        _office.Denies("member.revoked", "paul", Office.Batch("b3"), Machine);
    }

    [Fact]
    public void Nobody_delegates_for_another_nor_a_key_that_is_somebodys()
    {
        _office.Denies("key.delegate.own", "paul", Gateway with { Member = "vera" });
        _office.Denies("key.delegate.own", "alice", Gateway);
        _office.Denies("key.delegate.role", "vera", Gateway with { Member = "vera" });
        _office.Denies("member.key-taken", "paul", Gateway with { Key = Office.Key("vera").PublicKey });
        _office.Denies("member.key-taken", "paul", Gateway with { Key = Office.Key("paul").PublicKey });
        _office.Accepts("paul", Gateway);
        _office.Denies("key.delegate.name-taken", "paul", Gateway with { Key = Office.Key("another machine").PublicKey });
        _office.Denies("member.key-taken", "alice", new MemberAdd("mallory", [Roles.Provider], Machine.PublicKey));
        byte[] proof = Machine.Sign(MemberRotate.ToBeProved(Office.Ledger, Office.Key("vera").PublicKey.Thumbprint, "vera"));
        _office.Denies("member.key-taken", "vera", new MemberRotate("vera", Machine.PublicKey, proof));
    }

    [Fact]
    public void Rules_9_know_no_gateways()
    {
        _office.Rules = RuleVersions.Gateways - 1;
        Decision decision = _office.Execute(_office.SignNow("paul", Gateway));
        Assert.Contains("kind key.delegate is not known", Assert.IsType<Decision.Refused>(decision).Reason);
    }

    [Fact]
    public void What_names_no_dataset_or_one_twice_is_no_delegation()
    {
        foreach ((string[] datasets, string reason) in ((string[], string)[])
        [
            ([], "datasets: is empty"), (["scans", "scans"], "datasets: names a dataset twice"),
            (["Scans"], "datasets: has what is not a name"),
            ([.. Enumerable.Range(0, KeyDelegate.DatasetLimit + 1).Select(number => $"d{number}")], "datasets"),
        ])
        {
            Decision decision = _office.Execute(_office.SignNow("paul", Gateway with { Datasets = datasets }));
            Assert.Contains(reason, Assert.IsType<Decision.Refused>(decision).Reason);
        }
        Decision late = _office.Execute(_office.SignNow("paul", Gateway with { Until = long.MaxValue }));
        Assert.Contains("until", Assert.IsType<Decision.Refused>(late).Reason);
    }

    private Decision.Denied Denied<T>(string sender, T payload, KeySigner key)
        where T : IPayload<T> => Assert.IsType<Decision.Denied>(_office.Execute(_office.SignNow(sender, payload, key)));
}
