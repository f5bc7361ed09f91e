using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Rules;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Contracts;

/// <summary>
/// The built-in contracts: which kinds of statement there are and which rule book decides each. What holds for all kinds —
/// the sender is a member in good standing, with its current key — is decided here.
/// </summary>
public sealed class ContractSet : IContracts
{
    /// <summary>What admins propose and a quorum of them approves.</summary>
    private static readonly Dictionary<string, GovernedBook> GovernedBooks = new(StringComparer.Ordinal)
    {
        [MemberAdd.Kind] = Governance.Book<MemberAdd>(Membership.Add),
        [MemberRoles.Kind] = Governance.Book<MemberRoles>(Membership.ChangeRoles),
        [MemberRevoke.Kind] = Governance.Book<MemberRevoke>(Membership.Revoke),
        [PolicyDeploy.Kind] = Governance.Book<PolicyDeploy>(PolicyBook.Deploy),
        [PolicyWithdraw.Kind] = Governance.Book<PolicyWithdraw>(PolicyBook.Withdraw),
        [CreditMint.Kind] = Governance.Book<CreditMint>(Credits.Mint),
    };

    private static readonly Dictionary<string, Action<Ruling>> Books = new(StringComparer.Ordinal)
    {
        [MemberRotate.Kind] = Membership.Rotate,
        [MemberAgreement.Kind] = Membership.Agree,
        [ProposalVote.Kind] = ruling => Governance.Vote(ruling, GovernedBooks),
        [DatasetCreate.Kind] = Registry.Create,
        [BatchRegister.Kind] = Registry.Register,
        [BatchWithdraw.Kind] = Registry.Withdraw,
        [BatchJudge.Kind] = Judging.Judge,
        [BatchChallenge.Kind] = Challenges.Open,
        [ChallengeVote.Kind] = Challenges.Vote,
        [ChallengeClose.Kind] = Challenges.Close,
        [AccessGrant.Kind] = Access.Grant,
        [AccessRevoke.Kind] = Access.Revoke,
        [AccessUse.Kind] = Access.Use,
        [SeedCommit.Kind] = Seeds.Commit,
        [SeedReveal.Kind] = Seeds.Reveal,
        [ScheduleRequest.Kind] = ScheduleRequests.Open,
        [ScheduleVoid.Kind] = ScheduleRequests.Void,
        [ScheduleCommit.Kind] = Scheduling.Commit,
        [RunOpen.Kind] = Runs.Open,
        [RunStep.Kind] = Runs.Step,
        [RunClose.Kind] = Runs.Close,
        [CreditTransfer.Kind] = Credits.Transfer,
    };

    public int Rules => 5;

    public Decision Execute(IStateView state, Statement statement, BlockContext block) => Execute(state, statement, block, trace: null);

    /// <param name="trace">Gets what every policy that was asked found, expression by expression; null where nobody wants to see it.</param>
    public static Decision Execute(IStateView state, Statement statement, BlockContext block, PolicyTrace? trace)
    {
        Ruling? ruling = null;
        try
        {
            if (statement.Kind == Genesis.Kind)
            {
                return Membership.Found(state, statement, block);
            }
            if (FindBook(statement.Kind) is not { } decide)
            {
                return new Decision.Refused($"statement content type: kind {statement.Kind} is not known");
            }
            MemberState? sender = state.Find<MemberState>(StateKeys.Member(statement.Issuer))?.At(block.Height);
            if (sender is null)
            {
                return new Decision.Denied("member.unknown", $"{statement.Issuer} is not a member", []);
            }
            ruling = new Ruling(state, statement, block, sender) { Trace = trace };
            RequireStanding(ruling);
            decide(ruling);
            if (!ruling.Asked)
            {
                PolicyBook.Ask(ruling);
            }
            return ruling.Accept();
        }
        catch (RuleBrokenException broken)
        {
            return ruling!.Deny(broken);
        }
        catch (MalformedException malformed)
        {
            return new Decision.Refused(malformed.Message);
        }
    }

    public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) =>
        state.Find<KeyState>(StateKeys.Key(keyId)) is { } key ? (key.Member, key.Key) : null;

    private static Action<Ruling>? FindBook(string kind) =>
        Books.TryGetValue(kind, out Action<Ruling>? book) ? book : GovernedBooks.TryGetValue(kind, out GovernedBook? governed) ? governed.Propose : null;

    private static void RequireStanding(Ruling ruling)
    {
        MemberState sender = ruling.Sender;
        long height = (long)ruling.Block.Height.Value;
        Ruling.Require(height >= sender.From, "member.not-yet", $"{sender.Name} is a member from block {sender.From} on");
        Ruling.Require(sender.Revoked is null || height < sender.Revoked, "member.revoked", $"{sender.Name} is revoked from block {sender.Revoked} on");
        Ruling.Require(
            sender.Key.Thumbprint == ruling.Statement.KeyId, "member.old-key",
            $"key {ruling.Statement.KeyId.ToShortString()} is no longer the key of {sender.Name}");
    }
}
