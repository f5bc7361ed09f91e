using Hallmark.Cel;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>A member as policies see it.</summary>
/// <param name="ReliabilityPpm">As a validator: what became of challenges.</param>
internal sealed record Account(string Name, IReadOnlyList<string> Roles, StandingState Standing, long CredibilityPpm, long ReliabilityPpm, long Credits);

/// <summary>A schedule as policies see it.</summary>
internal sealed record ProposedSchedule(DirectSchedule Basis, IReadOnlyList<string> Batches);

/// <summary>What policies can ask about, and for which kinds of statement.</summary>
public static class Facts
{
    internal static Fact<Statement> Statement { get; } = new(
        "statement",
        ("kind", CelType.String, statement => CelValue.Of(statement.Kind)),
        ("subject", CelType.String, statement => CelValue.Of(statement.Subject)),
        ("id", CelType.String, statement => CelValue.Of(statement.Id.ToString())),
        ("issued", CelType.Timestamp, statement => Moment(statement.IssuedAt)));

    internal static Fact<Account> Sender { get; } = AccountFact("sender");

    /// <summary>Who provided the batch.</summary>
    internal static Fact<Account> Provider { get; } = AccountFact("provider");

    internal static ValueFact Height { get; } = new("height", CelType.Int);

    /// <summary>The block's time, whole seconds.</summary>
    internal static ValueFact Time { get; } = new("time", CelType.Timestamp);

    internal static Fact<DatasetState> Dataset { get; } = new(
        "dataset",
        ("name", CelType.String, dataset => CelValue.Of(dataset.Name)),
        ("owner", CelType.String, dataset => CelValue.Of(dataset.Owner)),
        ("label", CelType.String, dataset => Text(dataset.Label)),
        ("classes", CelType.Int, dataset => CelValue.Of((long)dataset.Classes)));

    internal static Fact<BatchState> Batch { get; } = new(
        "batch",
        ("id", CelType.String, batch => CelValue.Of(batch.Id)),
        ("dataset", CelType.String, batch => CelValue.Of(batch.Dataset)),
        ("provider", CelType.String, batch => CelValue.Of(batch.Provider)),
        ("records", CelType.Int, batch => CelValue.Of(batch.Records)),
        ("tier", CelType.String, batch => CelValue.Of(batch.Tier.ToString().ToLowerInvariant())),
        ("verdict", CelType.String, batch => CelValue.Of(batch.Standing)),
        ("score", CelType.Int, batch => batch.ScorePpm is { } score ? CelValue.Of(score) : null),
        ("validators", CelType.List(CelType.String), batch => Texts(batch.Validators)));

    /// <summary>Results of the checks in millionths, by name; what could not be measured is not in it.</summary>
    internal static ValueFact Checks { get; } = new("checks", CelType.Map(CelType.String, CelType.Int));

    /// <summary>What the scoring came to.</summary>
    internal static Fact<Judgement> Judgement { get; } = new(
        "judgement",
        ("verdict", CelType.String, judgement => CelValue.Of(judgement.Verdict.ToString().ToLowerInvariant())),
        ("score", CelType.Int, judgement => CelValue.Of(judgement.ScorePpm)));

    internal static Fact<ChallengeState> Challenge { get; } = new(
        "challenge",
        ("number", CelType.Int, challenge => CelValue.Of(challenge.Number)),
        ("validator", CelType.String, challenge => CelValue.Of(challenge.Validator)),
        ("challenger", CelType.String, challenge => CelValue.Of(challenge.Challenger)),
        ("deposit", CelType.Int, challenge => CelValue.Of(challenge.Deposit)));

    internal static Fact<GrantState> Grant { get; } = new(
        "grant",
        ("member", CelType.String, grant => CelValue.Of(grant.Member)),
        ("purpose", CelType.String, grant => CelValue.Of(grant.Purpose)),
        ("grantor", CelType.String, grant => CelValue.Of(grant.Grantor)),
        ("batch", CelType.String, grant => Text(grant.Batch)),
        ("until", CelType.Timestamp, grant => grant.Until is { } until ? Moment(until) : null),
        ("uses", CelType.Int, grant => CelValue.Of(grant.Uses)));

    /// <summary>A schedule that is being committed, with the terms and the seed that hold for it.</summary>
    internal static Fact<ProposedSchedule> Schedule { get; } = new(
        "schedule",
        ("method", CelType.String, schedule => CelValue.Of(schedule.Basis.Terms.Method)),
        ("budget", CelType.Int, schedule => CelValue.Of(schedule.Basis.Terms.Budget)),
        ("unit", CelType.String, schedule => CelValue.Of(schedule.Basis.Terms.Unit)),
        ("order", CelType.String, schedule => CelValue.Of(schedule.Basis.Terms.Order)),
        ("seedOrigin", CelType.String, schedule => CelValue.Of(schedule.Basis.SeedOrigin)),
        ("batches", CelType.List(CelType.String), schedule => Texts(schedule.Batches)));

    internal static Fact<ScheduleRequest> Request { get; } = new(
        "request",
        ("method", CelType.String, request => CelValue.Of(request.Terms.Method)),
        ("budget", CelType.Int, request => CelValue.Of(request.Terms.Budget)),
        ("unit", CelType.String, request => CelValue.Of(request.Terms.Unit)),
        ("order", CelType.String, request => CelValue.Of(request.Terms.Order)),
        ("within", CelType.Int, request => CelValue.Of(request.Within)),
        ("seeds", CelType.List(CelType.String), request => Texts(request.Seeds)));

    internal static Fact<RunOpen> Opening { get; } = new(
        "opening",
        ("schedule", CelType.String, open => CelValue.Of(open.Schedule)),
        ("purpose", CelType.String, open => CelValue.Of(open.Purpose)),
        ("model", CelType.String, open => CelValue.Of(open.Configuration.Model)),
        ("epochs", CelType.Int, open => CelValue.Of((long)open.Configuration.Epochs)),
        ("evaluated", CelType.Bool, open => CelValue.Of(open.Evaluation is not null)));

    internal static Fact<RunState> Run { get; } = new(
        "run",
        ("id", CelType.String, run => CelValue.Of(run.Id)),
        ("trainer", CelType.String, run => CelValue.Of(run.Trainer)),
        ("purpose", CelType.String, run => CelValue.Of(run.Purpose)),
        ("epochs", CelType.Int, run => CelValue.Of((long)run.Epochs)),
        ("step", CelType.Int, run => CelValue.Of(run.Step)),
        ("complete", CelType.Bool, run => CelValue.Of(run.IsComplete)));

    internal static Fact<RunStep> Step { get; } = new(
        "step",
        ("number", CelType.Int, step => CelValue.Of((long)step.Step)),
        ("epoch", CelType.Int, step => CelValue.Of((long)step.Epoch)),
        ("loss", CelType.Int, step => CelValue.Of(step.LossPpm)),
        ("batches", CelType.List(CelType.String), step => Texts(step.Batches)));

    /// <summary>How a run ended; accuracy in millionths.</summary>
    internal static Fact<RunClose> Closing { get; } = new(
        "closing",
        ("accuracy", CelType.Int, close => close.TestAccuracyPpm is { } accuracy ? CelValue.Of(accuracy) : null));

    internal static Fact<CreditTransfer> Transfer { get; } = new(
        "transfer",
        ("to", CelType.String, transfer => CelValue.Of(transfer.To)),
        ("amount", CelType.Int, transfer => CelValue.Of(transfer.Amount)),
        ("memo", CelType.String, transfer => CelValue.Of(transfer.Memo)));

    /// <summary>Kinds that can be governed, with what their policies see beside <see cref="Always"/>. What governs is not among them: no policy locks the admins out.</summary>
    public static IReadOnlyDictionary<string, Fact[]> OfKind { get; } = new Dictionary<string, Fact[]>(StringComparer.Ordinal)
    {
        [DatasetCreate.Kind] = [Dataset],
        [BatchRegister.Kind] = [Dataset, Batch],
        [BatchJudge.Kind] = [Dataset, Batch, Provider, Checks, Judgement],
        [BatchChallenge.Kind] = [Dataset, Batch, Provider, Challenge],
        [ChallengeVote.Kind] = [Dataset, Batch, Provider, Challenge],
        [ChallengeClose.Kind] = [Dataset, Batch, Provider, Challenge],
        [BatchWithdraw.Kind] = [Dataset, Batch],
        [AccessGrant.Kind] = [Dataset, Grant],
        [AccessRevoke.Kind] = [Dataset, Grant],
        [AccessUse.Kind] = [Dataset, Batch, Provider, Grant],
        [SeedCommit.Kind] = [],
        [ScheduleRequest.Kind] = [Dataset, Request],
        [ScheduleCommit.Kind] = [Dataset, Schedule],
        [RunOpen.Kind] = [Dataset, Opening],
        [RunStep.Kind] = [Dataset, Run, Step],
        [RunClose.Kind] = [Dataset, Run, Closing],
        [CreditTransfer.Kind] = [Transfer],
    };

    /// <summary>What every policy sees, apart from its counters.</summary>
    public static IReadOnlyList<Fact> Always { get; } = [Statement, Sender, Height, Time];

    internal static CelValue Moment(long seconds) =>
        CelValue.Of(new CelTimestamp(Math.Clamp(seconds, CelTimestamp.MinSeconds, CelTimestamp.MaxSeconds), 0));

    internal static CelValue ChecksOf(IReadOnlyList<CheckResult> results) => CelValue.Of(new CelMap(results
        .Where(result => result.Of > 0)
        .Select(result => KeyValuePair.Create(CelValue.Of(result.Check), CelValue.Of((long)((Int128)result.Good * 1_000_000 / result.Of))))));

    private static Fact<Account> AccountFact(string name) => new(
        name,
        ("name", CelType.String, account => CelValue.Of(account.Name)),
        ("roles", CelType.List(CelType.String), account => Texts(account.Roles)),
        ("credibility", CelType.Int, account => CelValue.Of(account.CredibilityPpm)),
        ("reliability", CelType.Int, account => CelValue.Of(account.ReliabilityPpm)),
        ("accepted", CelType.Int, account => CelValue.Of(account.Standing.Accepted)),
        ("quarantined", CelType.Int, account => CelValue.Of(account.Standing.Quarantined)),
        ("refused", CelType.Int, account => CelValue.Of(account.Standing.Refused)),
        ("credits", CelType.Int, account => CelValue.Of(account.Credits)));

    private static CelValue? Text(string? text) => text is null ? null : CelValue.Of(text);

    private static CelValue Texts(IReadOnlyList<string> texts) => CelValue.Of(new CelList([.. texts.Select(text => CelValue.Of(text))]));
}
