using Hallmark.Contracts.Judging;
using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>What came of measuring a judged batch again, as <c>recheck</c> answers.</summary>
/// <param name="Validator">Whose measurements they were.</param>
/// <param name="Entry">Where these stand.</param>
/// <param name="Result">agrees, differs, or why it could not be measured.</param>
/// <param name="Problem">One sentence; null where it agrees.</param>
/// <param name="Measured">Null where it could not be measured.</param>
public sealed record RecheckAnswer(
    string Batch, string Validator, ulong? Entry, string Result, string? Problem, IReadOnlyList<CheckResult> Signed,
    IReadOnlyList<CheckResult>? Measured)
{
    public static RecheckAnswer Of(RecheckedBatch recheck) => new(
        recheck.Batch.Id, recheck.Validator, recheck.Batch.JudgedEntry?.Value, Words.Of(recheck.Result.Status),
        recheck.Result.Problem.Length == 0 ? null : recheck.Result.Problem, recheck.Result.Judge.Checks, recheck.Result.Measured?.Checks);
}
