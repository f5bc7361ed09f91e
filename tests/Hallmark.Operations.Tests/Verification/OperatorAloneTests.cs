using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Ledger.Blocks;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Verification;

/// <summary>Whoever holds a ledger's key alone orders, dates, leaves out and seals; it lets nobody in and signs for nobody.</summary>
public sealed class OperatorAloneTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public void What_a_member_signed_is_registered_and_whose_key_it_was_follows_from_the_genesis()
    {
        EvidenceVerdict verdict = _operator.Put(Admitted("paul")).Put(Said("paul")).VerifyLast();
        Assert.Equal((EntryStatus.Registered, null, "paul"), (verdict.Entry.Status, verdict.Entry.Reason, verdict.Entry.Said!.Issuer));
        Assert.Equal((new BlockHeight(2), null, null), (verdict.Height, verdict.Revoked, verdict.Replaced));
    }

    [Fact]
    public void A_statement_with_a_made_up_signature_is_nobodys()
    {
        _operator.Put(Admitted("clinic-a")).Put(_operator.Forge("clinic-a"));
        Refused(EntryStatus.NotIssued, "is not what clinic-a signed", _operator.VerifyLast());
        Assert.Equal(EntryStatus.IssuerNotVerified, VerifyReceipt(issuer: null).Status);
        Assert.Equal(EntryStatus.NotIssued, VerifyReceipt(_operator.Key("clinic-a").PublicKey).Status);
    }

    [Fact]
    public void A_statement_for_another_ledger_is_refused_whoever_signed_it()
    {
        Digest other = Digest.Of("elsewhere"u8);
        Statement meant = Payload.Sign(
            new MemberRevoke("x", "y"), _operator.Key("clinic-a"), "clinic-a", other, DateTimeOffset.FromUnixTimeSeconds(Operator.Now));
        _operator.Put(Admitted("clinic-a")).Put(meant);
        Refused(EntryStatus.OtherLedger, $"is meant for ledger {other}", _operator.VerifyLast());
        Assert.Equal(EntryStatus.OtherLedger, VerifyReceipt(issuer: null).Status);
        Assert.Equal(EntryStatus.OtherLedger, VerifyReceipt(_operator.Key("clinic-a").PublicKey).Status);
        _operator.Put(_operator.Forge("clinic-a", other));
        Refused(EntryStatus.OtherLedger, "is meant for ledger", _operator.VerifyLast(leftOut: 2));
    }

    [Fact]
    public void A_receipt_shows_a_statement_of_whom_a_trusted_key_says_it_is()
    {
        _operator.Put(Admitted("paul")).Put(Said("paul"));
        Assert.Equal(EntryStatus.Registered, VerifyReceipt(_operator.Key("paul").PublicKey).Status);
        Assert.Equal(EntryStatus.IssuerNotVerified, VerifyReceipt(issuer: null).Status);
        Assert.Equal(EntryStatus.NotIssued, VerifyReceipt(_operator.Key("alice").PublicKey).Status);
        TrustRoot stranger = _operator.Trust with { Ledger = Digest.Of("elsewhere"u8) };
        Assert.Equal(EntryStatus.OtherLedger, VerifyReceipt(_operator.Key("paul").PublicKey, stranger).Status);
        TrustRoot witnessed = _operator.Trust with { WitnessesNeeded = 1 };
        Assert.Equal(EntryStatus.NotWitnessed, VerifyReceipt(_operator.Key("paul").PublicKey, witnessed).Status);
    }

    /// <summary>Whoever makes the blocks can sign anything with the ledger's key, in any member's name.</summary>
    [Fact]
    public void The_ledgers_own_key_vouches_for_no_member()
    {
        _operator.Put(Admitted("paul")).Put(Said("paul", "ledger"));
        UsageException refused = Assert.Throws<UsageException>(() => VerifyReceipt(_operator.Trust.Key));
        Assert.Contains("--issuer-key: is the ledger's own key", refused.Message);
        _operator.Deny(Said("paul", "ledger"));
        Assert.Throws<UsageException>(() => VerifyReceipt(_operator.Trust.Key));
    }

    [Fact]
    public void What_is_in_the_tree_and_is_no_statement_is_refused()
    {
        byte[] nothing = [.. "no statement"u8];
        EntryVerdict verdict = EntryVerdict.OfLeaf(nothing, _operator.Ledger, _operator.Trust.Key, null);
        Assert.Equal(EntryStatus.NoStatement, verdict.Status);
        Assert.Null(verdict.Said);
    }

    [Theory]
    [InlineData("ledger", "ledger")] // as itself
    [InlineData("alice", "ledger")] // as the admin, with its own key
    [InlineData("alice", "mallory")] // as the admin, with the new member's key
    [InlineData("mallory", "mallory")] // as the new member
    public void Nobody_becomes_a_member_by_the_ledgers_key(string sender, string key)
    {
        _operator.Put(_operator.Sign(sender, _operator.Add("mallory"), key)).Put(Said("mallory"));
        Assert.Equal(EntryStatus.BrokenChain, _operator.VerifyLast().Entry.Status);
        Refused(EntryStatus.NotIssued, "which the evidence does not lead to", _operator.VerifyLast(leftOut: 1));
    }

    [Fact]
    public void The_ledger_itself_says_only_that_it_began_and_what_it_denied()
    {
        _operator.Put(_operator.Sign(Denial.Issuer, new MemberRevoke("paul", "why not")));
        Refused(EntryStatus.NotIssued, "is by ledger, who is no member", _operator.VerifyLast());
        EvidenceVerdict founding = _operator.Verify(_operator.Bundle(default));
        // Of entry 1, which is no admin's.
        Assert.Equal((EntryStatus.BrokenChain, true), (founding.Entry.Status, founding.Entry.Said is null));
        Assert.Equal(EntryStatus.Registered, _operator.Verify(_operator.Bundle(default, 1)).Entry.Status);
    }

    [Fact]
    public void What_was_denied_is_denied()
    {
        EvidenceVerdict verdict = _operator.Put(Admitted("paul")).Deny(Said("paul")).VerifyLast();
        Assert.Equal(EntryStatus.Denied, verdict.Entry.Status);
        Assert.Equal(("some.rule", "because", "paul"), (verdict.Entry.Rule, verdict.Entry.Reason, verdict.Entry.Said!.Issuer));
        Assert.Equal(EntryStatus.Denied, VerifyReceipt(_operator.Key("paul").PublicKey).Status);
        Assert.Equal(EntryStatus.IssuerNotVerified, VerifyReceipt(issuer: null).Status);
    }

    [Fact]
    public void A_denial_of_what_nobody_said_is_no_denial()
    {
        _operator.Put(Admitted("paul")).Deny(_operator.Forge("paul"));
        Refused(EntryStatus.NotIssued, "is not what paul signed", _operator.VerifyLast());
        _operator.Put(Statement.Sign(
            _operator.Key("paul"), Denial.Kind, Denial.Issuer, "x", _operator.Ledger, Operator.Now,
            new Denial("r", "s", Said("paul")).ToPayload()));
        Refused(EntryStatus.NotIssued, "is not a denial as the ledger's maker signs it", _operator.VerifyLast(leftOut: 2));
    }

    [Fact]
    public void What_was_denied_does_not_make_a_member()
    {
        _operator.Put(Admitted("eve")).Deny(_operator.Sign("alice", _operator.Add("mallory"))).Put(Said("mallory"));
        Refused(EntryStatus.BrokenChain, "governs nothing", _operator.VerifyLast());
    }

    [Fact]
    public void A_rotation_that_is_left_out_leaves_the_new_key_nobodys()
    {
        _operator.Put(Admitted("paul")).Put(_operator.Sign("paul", _operator.Rotate("paul", "paul2"))).Put(Said("paul", "paul2"));
        Assert.Equal(EntryStatus.Registered, _operator.VerifyLast().Entry.Status);
        Refused(EntryStatus.NotIssued, "which the evidence does not lead to", _operator.VerifyLast(leftOut: 2));
        _operator.Put(Said("paul"));
        Refused(EntryStatus.NotIssued, "had replaced", _operator.VerifyLast(leftOut: 3));
    }

    [Fact]
    public void A_key_that_was_replaced_and_a_member_that_was_revoked_later_are_told()
    {
        _operator.Put(Admitted("paul")).Put(Said("paul"));
        EntryIndex said = _operator.Last;
        _operator.Put(_operator.Sign("paul", _operator.Rotate("paul", "paul2")))
            .Put(_operator.Sign("alice", new MemberRevoke("paul", "left"))).Put(Said("paul", "paul2"));
        EvidenceVerdict verdict = _operator.Verify(_operator.Bundle(said, leftOut: 5));
        Assert.Equal(EntryStatus.Registered, verdict.Entry.Status);
        Assert.Equal((new BlockHeight(3), new BlockHeight(5)), (verdict.Replaced, verdict.Revoked));
        Refused(EntryStatus.NotIssued, "who was no member in block 5", _operator.VerifyLast(leftOut: 2));
    }

    [Fact]
    public void Another_order_is_another_history()
    {
        using var other = new Operator();
        Statement add = other.Sign("alice", other.Add("paul"));
        Statement rotate = other.Sign("paul", other.Rotate("paul", "paul2"));
        other.Put(rotate).Put(add).Put(other.Sign("paul", new CreditTransfer("alice", 1, "for nothing")));
        Assert.Equal(EntryStatus.BrokenChain, other.VerifyLast().Entry.Status);
        EvidenceBundle bundle = other.Bundle(other.Last);
        EvidenceBundle turned = bundle with { Blocks = [bundle.Blocks[0], bundle.Blocks[2], bundle.Blocks[1], bundle.Blocks[3]] };
        Assert.Throws<MalformedException>(() => EvidenceBundle.Read(turned.ToBytes()));
    }

    [Fact]
    public void Under_a_quorum_of_two_a_member_needs_both_words_on_that_very_statement()
    {
        using var two = new Operator(quorum: 2);
        Statement carol = two.Sign("alice", two.Add("carol", Roles.Admin));
        Statement paul = two.Sign("alice", two.Add("paul").Needing(2));
        Statement mallory = two.Sign("alice", two.Add("mallory").Needing(2));
        Statement vote = two.Sign("carol", new ProposalVote(1, true, paul.Id));
        Statement said = two.Sign("mallory", new CreditTransfer("alice", 1, ""));
        two.Put(carol).Put(paul).Put(vote).Put(two.Sign("paul", new CreditTransfer("alice", 1, "")));
        Assert.Equal((EntryStatus.Registered, false), (two.VerifyLast().Entry.Status, two.VerifyLast().IsUnbound));
        Refused(EntryStatus.NotIssued, "which the evidence does not lead to", two.VerifyLast(leftOut: 3)); // the vote is missing

        // The other admin is left out, so that the quorum would be one.
        Refused(EntryStatus.BrokenChain, "proposal.quorum", Forged(mallory, said));
        // The vote on paul is passed off as one on mallory.
        Refused(EntryStatus.BrokenChain, "proposal.statement", Forged(carol, mallory, vote, said));
        // The operator votes itself.
        Statement made = two.Sign("carol", new ProposalVote(1, true, mallory.Id), key: Denial.Issuer);
        Refused(EntryStatus.BrokenChain, "belongs to ledger", Forged(carol, mallory, made, said));

        EvidenceVerdict Forged(params Statement[] statements)
        {
            Operator other = two.Again(); // its keys are those of the first
            Array.ForEach(statements, statement => other.Put(statement));
            return other.VerifyLast();
        }
    }

    [Fact]
    public void Where_votes_were_bound_to_nothing_evidence_says_so()
    {
        const int before = RuleVersions.BoundVotes - 1;
        using var two = new Operator(quorum: 2, before);
        two.Put(two.Sign("alice", two.Add("carol", Roles.Admin)), before).Put(two.Sign("alice", two.Add("paul")), before)
            .Put(two.Sign("carol", new ProposalVote(1, true)), before).Put(two.Sign("paul", new CreditTransfer("alice", 1, "")), before);
        Assert.Equal((EntryStatus.Registered, true), (two.VerifyLast().Entry.Status, two.VerifyLast().IsUnbound));
    }

    [Fact]
    public void A_statement_counts_once()
    {
        Statement add = Admitted("paul");
        _operator.Put(add).Put(add).Put(Said("paul"));
        Refused(EntryStatus.BrokenChain, "is there twice", _operator.VerifyLast());
    }

    [Fact]
    public void The_rules_move_only_as_the_admins_moved_them()
    {
        _operator.Put(Admitted("paul"), RuleVersions.Newest - 1).Put(Said("paul"));
        Refused(EntryStatus.BrokenChain, $"where the ledger lives by {RuleVersions.Newest}", _operator.VerifyLast());
        using var newer = new Operator();
        newer.Put(newer.Sign("alice", new RulesAdopt(RuleVersions.Newest + 1, [])), RuleVersions.Newest + 1);
        Assert.Throws<Ledger.NewerRulesException>(() => newer.VerifyLast());
    }

    [Fact]
    public void A_ledger_of_ones_own_is_another_ledger_though_the_same_key_seals_it()
    {
        using var own = new Operator();
        own.Put(own.Sign("alice", own.Add("paul"))).Put(own.Sign("paul", new CreditTransfer("alice", 1, "for nothing")));
        EvidenceBundle bundle = own.Bundle(own.Last);
        Assert.Equal(EntryStatus.Registered, own.Verify(bundle).Entry.Status);
        Refused(EntryStatus.OtherLedger, "the evidence is of ledger", _operator.Verify(bundle));
        Refused(
            EntryStatus.OtherLedger, "the evidence is of ledger",
            new VerifyEvidence(bundle, new TrustRoot(_operator.Ledger, own.Trust.Key)).Execute());
        Refused(
            EntryStatus.OtherKey, "is not sealed with the trusted key",
            new VerifyEvidence(bundle, new TrustRoot(own.Ledger, _operator.Trust.Key)).Execute());
    }

    [Fact]
    public void Where_witnesses_are_asked_for_enough_of_the_trusted_ones_must_have_seen_the_very_tree()
    {
        using var witness = Ed25519Key.Create();
        using var stranger = Ed25519Key.Create();
        NoteKey known = Cosignature.KeyOf("witness.example", witness);
        _operator.Put(Admitted("paul")).Put(Said("paul"));
        var trust = TrustRoot.Of(_operator.Ledger, _operator.Trust.Key, [known], 1);
        EvidenceBundle bundle = _operator.Bundle(_operator.Last);
        EvidenceBundle cosigned = Operator.Cosigned(bundle, witness);
        Assert.Equal(EntryStatus.Registered, Verify(cosigned));
        Assert.Equal(EntryStatus.NotWitnessed, Verify(bundle));
        Assert.Equal(EntryStatus.NotWitnessed, Verify(Operator.Cosigned(bundle, stranger)));
        _operator.Put(Said("paul"));
        Assert.Equal(EntryStatus.NotWitnessed, Verify(_operator.Bundle(new EntryIndex(2), 3) with { Checkpoint = cosigned.Checkpoint }));

        EntryStatus Verify(EvidenceBundle given) =>
            new VerifyEvidence(EvidenceBundle.Read(given.ToBytes()), trust).Execute().Entry.Status;
    }

    public void Dispose() => _operator.Dispose();

    private static void Refused(EntryStatus status, string reason, EvidenceVerdict verdict)
    {
        Assert.Equal(status, verdict.Entry.Status);
        Assert.Contains(reason, verdict.Entry.Reason);
        Assert.Null(verdict.Entry.Said);
    }

    private Statement Admitted(string member) => _operator.Sign("alice", _operator.Add(member));

    /// <summary>Something that does not govern: what a provider says of its own.</summary>
    private Statement Said(string member, string? key = null) =>
        _operator.Sign(member, new CreditTransfer("alice", 1, "for nothing"), key);

    private EntryVerdict VerifyReceipt(CoseKey? issuer, TrustRoot? root = null)
    {
        EvidenceBundle bundle = _operator.Bundle(_operator.Last);
        byte[] statement = bundle.Entries.Last().Entry.Statement.Bytes.ToArray();
        return new VerifyReceipt(
            statement, _operator.Receipt(_operator.Last), root ?? _operator.Trust, issuer).Execute();
    }
}
