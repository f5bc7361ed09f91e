using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Learning;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Quality;
using Hallmark.Quality.Checks;
using CheckResult = Hallmark.Contracts.Judging.CheckResult;

namespace Hallmark.Operations.Queries;

/// <summary>Why a batch stands where it does: every measurement beside its weight and limits, and the worst records.</summary>
/// <param name="Batch">The batch's id.</param>
public sealed record ExplainBatch(string Batch) : Query<BatchExplanation>
{
    /// <exception cref="KeyNotFoundException">There is no such batch, or it was not judged.</exception>
    /// <exception cref="FailureException">The policy that decided is not there.</exception>
    public override async Task<BatchExplanation> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        Catalog catalog = home.Catalog;
        BatchState batch = catalog.Batch(Batch);
        BatchJudge judged = Rechecking.Judged(catalog, batch);
        PolicyDocument policy = catalog.Policy(batch.Policy!.Value)
            ?? throw new FailureException($"the policy {batch.Policy} that decided is not on this ledger");
        LearningTask task = catalog.Dataset(batch.Dataset).TaskOrDefault;
        int rules = catalog.Ledger.ReadEntry(batch.JudgedEntry!.Value).Rules;
        (Measurements? details, string? problem) = await BatchFindings.DetailsAsync(catalog, batch, judged, cancellation)
            .ConfigureAwait(false);
        var credibility = new CheckResult(Scoring.Credibility, BatchFindings.CredibilityPpm(catalog, batch), Share.Million);
        IReadOnlyList<ExplainedCheck> checks = Explain(policy.Scoring!, task, rules, [.. judged.Checks, credibility]);
        BatchState[] before = [.. JudgedBefore.Of(catalog.Ledger.State, batch)];
        return new BatchExplanation(batch, judged, policy, checks, details?.Findings ?? [], problem)
        {
            Before = before,
            Places = details is null ? null : await BatchPlaces.FindAsync(catalog, home.Secrets, batch, cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>First what the policy asks for, in its order, then what was measured besides.</summary>
    private static IReadOnlyList<ExplainedCheck> Explain(
        Scoring scoring, LearningTask task, int rules, IReadOnlyList<CheckResult> measured)
    {
        (CheckRule Rule, string? Check)[] asked = [.. scoring.Checks.Select(rule => (rule, scoring.Answering(rule, task, rules)))];
        return
        [
            .. asked.Where(pair => pair.Check is not null).Select(pair => new ExplainedCheck(
                pair.Rule with { Check = pair.Check! }, measured.FirstOrDefault(result => result.Check == pair.Check))),
            .. measured.Where(result => result.Check != Scoring.Credibility
                    && asked.All(pair => pair.Check != result.Check && pair.Rule.Check != result.Check))
                .Select(result => new ExplainedCheck(null, result)),
        ];
    }
}

/// <summary>What a batch's verdict rests on.</summary>
/// <param name="Judged">What its validator signed.</param>
/// <param name="Policy">The one that decided.</param>
/// <param name="Checks">First those of the policy.</param>
/// <param name="Findings">Single records, by check; the worst first. Empty where they may not be shown.</param>
/// <param name="Problem">Why single records cannot be shown, as a sentence; null where they can.</param>
public sealed record BatchExplanation(
    BatchState Batch, BatchJudge Judged, PolicyDocument Policy, IReadOnlyList<ExplainedCheck> Checks, IReadOnlyList<RecordFinding> Findings,
    string? Problem)
{
    /// <summary>Batches of the same records that were judged before, the newest first.</summary>
    public IReadOnlyList<BatchState> Before { get; init; } = [];

    /// <summary>Where its records come from; null where that is not known here.</summary>
    public RecordPlaces? Places { get; init; }

    /// <summary>The file that a record was read from, and the line or row on which it begins.</summary>
    public (string File, string Unit, long Place)? PlaceOf(long record) =>
        Places is { } places && places[(int)record] is var (file, place) ? (file.Name, places.Unit, place) : null;

    public Scoring Scoring => Policy.Scoring!;

    /// <summary>
    /// Share of the score that hangs on the check, so that all of them sum up to one: weights count among what was measured. Null where the
    /// score is made otherwise, or without the check.
    /// </summary>
    public double? ShareOf(ExplainedCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        long weights = Checks.Where(one => one.Value is not null).Sum(one => (long?)one.Rule?.WeightPpm ?? 0);
        return Scoring.Fuzzy is null && weights > 0 && check is { Rule: { } rule, Value: not null }
            ? (double)rule.WeightPpm / weights
            : null;
    }

    /// <summary>The worst records of each check.</summary>
    public IReadOnlyList<RecordFinding> Worst(int ofEachCheck) =>
        [.. Findings.GroupBy(finding => finding.Check).SelectMany(group => group.Take(ofEachCheck))];
}

/// <summary>What a check measured, beside what the policy makes of it; at least one of the two is there.</summary>
/// <param name="Rule">Null for a check that the policy does not ask for.</param>
/// <param name="Result">Null for a check that nobody measured.</param>
public sealed record ExplainedCheck(CheckRule? Rule, CheckResult? Result)
{
    public string Name => Rule?.Check ?? Result!.Check;

    /// <summary>Whether anything was found.</summary>
    public bool Failed => Result is { } result && result.Good < result.Of;

    /// <summary>Share of what is good; null where nothing was looked at.</summary>
    public double? Value => Result is { Of: > 0 } result ? (double)result.Good / result.Of : null;
}
