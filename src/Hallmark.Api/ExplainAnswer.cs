using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Policies;
using Hallmark.Operations.Queries;
using Hallmark.Quality.Checks;

namespace Hallmark.Api;

/// <summary>Why a batch stands where it does, as <c>explain</c> answers.</summary>
/// <param name="Standing">As the verdict, or withdrawn, or challenged.</param>
/// <param name="Score">Integrity score from 0 to 1.</param>
/// <param name="AcceptScore">Accepted from this score.</param>
/// <param name="RefuseScore">Refused below it.</param>
/// <param name="Method">How the score is made of the checks.</param>
/// <param name="Entry">Where the measurements stand.</param>
/// <param name="Code">What measured.</param>
/// <param name="TreeSize">Size of the tree at which the pool stands.</param>
/// <param name="Pool">Root over the batches compared with.</param>
/// <param name="Records">The worst of each check.</param>
/// <param name="Before">What became of the same records in batches that were withdrawn, the newest first.</param>
/// <param name="Gateway">The provider's gateway that registered it; null where the provider itself did.</param>
/// <param name="RecordsProblem">Why single records cannot be shown; null where they can.</param>
public sealed record ExplainAnswer(
    string Batch, string Provider, string Standing, string Verdict, double? Score, double AcceptScore, double RefuseScore, string Method,
    PolicyNameAnswer Policy, IReadOnlyList<string> Validators, ulong? Entry, string Code, ulong TreeSize, string Pool,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<ExplainedCheckAnswer> Checks, IReadOnlyList<ExplainedRecordAnswer> Records, string? RecordsProblem,
    IReadOnlyList<EarlierBatchAnswer> Before, string? Gateway)
{
    /// <param name="worst">Most records of each check.</param>
    public static ExplainAnswer Of(BatchExplanation explanation, int worst)
    {
        BatchState batch = explanation.Batch;
        Scoring scoring = explanation.Scoring;
        return new ExplainAnswer(
            batch.Id, batch.Provider, batch.Standing, Words.Of(batch.Verdict), Words.Share(batch.ScorePpm),
            Words.Share(scoring.AcceptScorePpm), Words.Share(scoring.RefuseScorePpm), scoring.Method,
            PolicyNameAnswer.Of(explanation.Policy),
            batch.Validators, batch.JudgedEntry?.Value,
            explanation.Judged.Code, explanation.Judged.TreeSize.Value, explanation.Judged.Pool.ToString(), batch.Reasons,
            [.. explanation.Checks.Select(check => ExplainedCheckAnswer.From(explanation, check))],
            [.. explanation.Worst(worst).Select(ExplainedRecordAnswer.Of)], explanation.Problem,
            [.. explanation.Before.Select(EarlierBatchAnswer.Of)], batch.Gateway);
    }
}

/// <summary>Which policy decided.</summary>
public sealed record PolicyNameAnswer(string Name, long Version, string Digest)
{
    public static PolicyNameAnswer Of(PolicyDocument policy) => new(policy.Name, policy.Version, policy.Digest.ToString());
}

/// <summary>What a check measured, and what the policy makes of it.</summary>
/// <param name="Good">Null, as the next two, where nobody measured it.</param>
/// <param name="Value">Share of what is good.</param>
/// <param name="FewestGood">By the strictest of several seeds; null, as the next, where one was asked, or nothing is drawn.</param>
/// <param name="MostGood">By the mildest.</param>
/// <param name="Weight">Null, as the next two, where the policy does not ask for it.</param>
public sealed record ExplainedCheckAnswer(
    string Check, long? Good, long? Of, double? Value, double? Weight, double? QuarantineBelow, double? RefuseBelow,
    long? FewestGood, long? MostGood)
{
    /// <summary>Share of the score that hangs on it; null where none does.</summary>
    public double? ScoreShare { get; init; }

    internal static ExplainedCheckAnswer From(BatchExplanation explanation, ExplainedCheck check) => new(
        check.Name, check.Result?.Good, check.Result?.Of, check.Value,
        Words.Share(check.Rule?.WeightPpm), Words.Share(check.Rule?.QuarantineBelowPpm), Words.Share(check.Rule?.RefuseBelowPpm),
        check.Result?.FewestGood, check.Result?.MostGood)
    {
        ScoreShare = explanation.ShareOf(check),
    };
}

/// <summary>A record in which a check found something.</summary>
public sealed record ExplainedRecordAnswer(long Record, string Check, string Suggestion)
{
    internal static ExplainedRecordAnswer Of(RecordFinding finding) => new(finding.Record, finding.Check, finding.Suggestion);
}

/// <summary>A batch that held the same records, and was withdrawn.</summary>
public sealed record EarlierBatchAnswer(
    string Batch, string Provider, string Verdict, IReadOnlyList<string> Validators, IReadOnlyList<string> Reasons, ulong? Withdrawn)
{
    internal static EarlierBatchAnswer Of(BatchState batch) => new(
        batch.Id, batch.Provider, Words.Of(batch.Verdict), batch.Validators, batch.Reasons, batch.Withdrawn?.Value);
}
