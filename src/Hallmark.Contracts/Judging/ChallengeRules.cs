using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>
/// Doubts about a validator's measurements. Whoever doubts leaves a deposit; the other validators measure again, and the majority of
/// them settles it, never one party's word. Until then the batch is not used.
/// </summary>
internal static class ChallengeRules
{
    /// <summary>So many entries after a challenge was opened it may be closed without a majority.</summary>
    private const ulong Patience = 1_000;

    /// <summary>
    /// Anybody but the validator itself doubts the measurements on which a batch's verdict rests, once for each judgement.
    /// </summary>
    public static void Open(Ruling ruling)
    {
        BatchChallenge challenge = Payload.Read<BatchChallenge>(ruling.Statement);
        BatchState batch = ruling.Get(DatasetKeys.Batch(challenge.Batch), $"batch {challenge.Batch}");
        Ruling.Require(challenge.Root == batch.Root, "challenge.root", $"the batch has root {batch.Root.ToShortString()}");
        Ruling.Require(batch.Withdrawn is null, "challenge.withdrawn", $"{batch.Id} was withdrawn at entry {batch.Withdrawn}");
        Ruling.Require(
            batch.JudgedEntry == challenge.Entry, "challenge.entry", $"the verdict on {batch.Id} does not rest on entry {challenge.Entry}");
        Ruling.Require(batch.Challenge is null, "challenge.open", $"{batch.Id} is challenged already");
        Ruling.Require(
            ruling.Find(JudgingKeys.Challenged(challenge.Entry)) is null, "challenge.again",
            $"entry {challenge.Entry} was challenged before, and held");
        string validator = batch.Validators[^1];
        Ruling.Require(validator != ruling.Sender.Name, "challenge.own", $"{validator} signed the measurements itself");
        Ruling.Require(challenge.Deposit > 0, "challenge.deposit", "a challenge carries a deposit of at least 1 credit");
        long number = ruling.Count("challenge");
        var state = new ChallengeState(
            number, batch.Id, challenge.Entry, validator, ruling.Sender.Name, challenge.Deposit, [], [], ChallengeStatus.Open,
            ruling.Block.Entry);
        Ruling.Require(
            Judges(ruling, state, batch.Provider).Count > 0, "challenge.nobody", "there is no other validator who could settle it");
        Know(ruling, batch, state);
        PolicyBook.Ask(ruling);
        CreditRules.Hold(ruling, CreditKeys.ChallengeDeposit(number), challenge.Deposit);
        ruling.Put(JudgingKeys.Challenge(number), state);
        ruling.Put(JudgingKeys.Challenged(challenge.Entry), new CounterState(number));
        ruling.Put(DatasetKeys.Batch(batch.Id), batch with { Challenge = number });
        ruling.Emit(
            "batch.challenged", ("challenge", number.ToString()), ("batch", batch.Id), ("validator", validator), ("by", ruling.Sender.Name),
            ("deposit", challenge.Deposit.ToString()), ("reason", challenge.Reason));
    }

    /// <summary>A validator who has no part in it measured again, after saying so on record, and tells what came out.</summary>
    public static void Vote(Ruling ruling)
    {
        ChallengeVote vote = Payload.Read<ChallengeVote>(ruling.Statement);
        ChallengeState challenge = ruling.Get(JudgingKeys.Challenge(vote.Challenge), $"challenge {vote.Challenge}");
        BatchState batch = ruling.Get(DatasetKeys.Batch(challenge.Batch), $"batch {challenge.Batch}");
        string voter = ruling.Sender.Name;
        RequireOpen(challenge);
        Ruling.Require(
            Judges(ruling, challenge, batch.Provider).Contains(voter), "challenge.vote.role",
            $"{voter} is no validator, or has a part in challenge {challenge.Number}");
        Ruling.Require(
            !challenge.For.Contains(voter) && !challenge.Against.Contains(voter), "challenge.voted-before",
            $"{voter} has voted on challenge {challenge.Number} before");
        AccessRules.RequireUse(ruling, batch, ReadFor.Voting);
        Know(ruling, batch, challenge);
        PolicyBook.Ask(ruling);
        challenge = vote.Holds
            ? challenge with { For = [.. challenge.For, voter] }
            : challenge with { Against = [.. challenge.Against, voter] };
        ruling.Emit(
            "challenge.voted", ("challenge", challenge.Number.ToString()), ("by", voter), ("vote", vote.Holds ? "holds" : "differs"),
            ("measured", vote.Measured.ToString()));
        if (!Settle(ruling, challenge, batch))
        {
            ruling.Put(JudgingKeys.Challenge(challenge.Number), challenge);
        }
    }

    /// <summary>
    /// Nobody's silence, and nobody's leaving, holds a batch for ever: any member may ask to count the votes again among the validators
    /// there are now, and after enough entries to close the challenge without a majority.
    /// </summary>
    public static void Close(Ruling ruling)
    {
        ChallengeClose close = Payload.Read<ChallengeClose>(ruling.Statement);
        ChallengeState challenge = ruling.Get(JudgingKeys.Challenge(close.Challenge), $"challenge {close.Challenge}");
        BatchState batch = ruling.Get(DatasetKeys.Batch(challenge.Batch), $"batch {challenge.Batch}");
        RequireOpen(challenge);
        Know(ruling, batch, challenge);
        PolicyBook.Ask(ruling);
        if (Settle(ruling, challenge, batch))
        {
            return;
        }
        EntryIndex lapses = challenge.Opened.Plus(Patience);
        Ruling.Require(
            ruling.Block.Entry >= lapses, "challenge.early",
            $"the votes do not settle challenge {challenge.Number}; without a majority it can be closed from entry {lapses} on");
        Close(ruling, challenge with { Status = ChallengeStatus.Lapsed }, challenge.Challenger);
        ruling.Put(DatasetKeys.Batch(batch.Id), batch with { Challenge = null });
    }

    /// <summary>The batch is gone, so nothing can be settled: the deposit goes back.</summary>
    public static void Abandon(Ruling ruling, BatchState batch)
    {
        if (batch.Challenge is { } number)
        {
            ChallengeState challenge = ruling.Get(JudgingKeys.Challenge(number), $"challenge {number}");
            Close(ruling, challenge with { Status = ChallengeStatus.Abandoned }, challenge.Challenger);
        }
    }

    private static void RequireOpen(ChallengeState challenge) => Ruling.Require(
        challenge.Status == ChallengeStatus.Open, "challenge.closed",
        $"challenge {challenge.Number} is {challenge.Status.ToString().ToLowerInvariant()} already");

    /// <returns>Whether the votes settle it.</returns>
    private static bool Settle(Ruling ruling, ChallengeState challenge, BatchState batch)
    {
        IReadOnlyList<string> judges = Judges(ruling, challenge, batch.Provider);
        int quorum = (judges.Count / 2) + 1;
        int against = challenge.Against.Count(judges.Contains);
        int supporting = challenge.For.Count(judges.Contains);
        if (against >= quorum)
        {
            Overturn(ruling, challenge with { Status = ChallengeStatus.Overturned }, batch);
            return true;
        }
        if (supporting >= quorum || (judges.Count - supporting < quorum && judges.Count - against < quorum))
        {
            // With as many for as against, the measurements stand but the doubt was not frivolous.
            Close(
                ruling, challenge with { Status = ChallengeStatus.Upheld },
                supporting >= quorum ? CreditKeys.Pot(batch.Dataset) : challenge.Challenger);
            Rate(ruling, challenge.Validator, rated => rated with { Upheld = rated.Upheld + 1 });
            ruling.Put(DatasetKeys.Batch(batch.Id), batch with { Challenge = null });
            return true;
        }
        return false;
    }

    /// <summary>
    /// The verdict is void, with all that it said of the provider; a validator who has not judged the batch judges it anew.
    /// </summary>
    private static void Overturn(Ruling ruling, ChallengeState challenge, BatchState batch)
    {
        Close(ruling, challenge, challenge.Challenger);
        Rate(ruling, challenge.Validator, rated => rated with { Overturned = rated.Overturned + 1 });
        StateKey<StandingState> standing = JudgingKeys.Standing(batch.Provider);
        ruling.Put(standing, ruling.Get(standing, $"standing of {batch.Provider}").Without(batch.Verdict, batch.EvidenceMilli));
        EntryIndex now = ruling.Block.Entry;
        ruling.Put(DatasetKeys.Batch(batch.Id), batch.WithoutVerdict(now) with { Challenge = null });
        ruling.Put(DatasetKeys.PoolSize(batch.Dataset), new CounterState((long)now.Size.Value)); // what is compared with may have changed
    }

    private static void Close(Ruling ruling, ChallengeState challenge, string depositTo)
    {
        ruling.Put(JudgingKeys.Challenge(challenge.Number), challenge);
        CreditRules.Release(ruling, CreditKeys.ChallengeDeposit(challenge.Number), depositTo, challenge.Deposit);
        ruling.Emit(
            "challenge.closed", ("challenge", challenge.Number.ToString()), ("batch", challenge.Batch), ("validator", challenge.Validator),
            ("status", challenge.Status.ToString().ToLowerInvariant()));
    }

    private static void Rate(Ruling ruling, string validator, Func<ReliabilityState, ReliabilityState> change)
    {
        StateKey<ReliabilityState> key = JudgingKeys.Reliability(validator);
        ruling.Put(key, change(ruling.Find(key) ?? ReliabilityState.None));
    }

    private static void Know(Ruling ruling, BatchState batch, ChallengeState challenge)
    {
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(batch.Dataset), $"dataset {batch.Dataset}"));
        ruling.Know(DatasetFacts.Batch, batch);
        ruling.Know(MemberFacts.Provider, ruling.Account(batch.Provider));
        ruling.Know(JudgingFacts.Challenge, challenge);
    }

    /// <summary>Validators in good standing now that have no part in it.</summary>
    private static IReadOnlyList<string> Judges(Ruling ruling, ChallengeState challenge, string provider) =>
        [.. (ruling.Find(MemberKeys.Validators) ?? NameSet.Empty).Names
            .Where(name => name != challenge.Validator && name != challenge.Challenger && name != provider)
            .Where(name => ruling.Get(MemberKeys.Member(name), $"member {name}") is { } member
                && member.At(ruling.Block.Height).Has(Roles.Validator) && member.IsInStandingAt(ruling.Block.Height))];
}
