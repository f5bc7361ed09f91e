using System.Text.Json.Serialization;
using Hallmark.Contracts.Runs;
using Hallmark.Operations;
using Hallmark.Operations.Runs;

namespace Hallmark.Api;

/// <summary>Held-out records that members committed to, as <c>evaluation list</c> answers.</summary>
public sealed record EvaluationsAnswer(IReadOnlyList<EvaluationAnswer> Evaluations)
{
    public static EvaluationsAnswer Of(IEnumerable<EvaluationState> evaluations) => new([.. evaluations.Select(EvaluationAnswer.Of)]);
}

/// <summary>Held-out records that a member committed to, as <c>evaluation commit</c> answers.</summary>
/// <param name="Root">Merkle root over the records.</param>
/// <param name="Entry">Where it is on record: runs on schedules before it cannot be measured on them.</param>
public sealed record EvaluationAnswer(string Dataset, string Source, long Records, string Root, string By, ulong Entry)
{
    /// <summary>Which of the records models may be trained on, though that may be chance; left out where none, or nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OverlapAnswer? Overlap { get; init; }

    /// <summary>The file that was read: name, size, SHA-256, and how it is written; left out where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceAnswer? File { get; init; }

    /// <param name="overlap">What was found before it was committed to; null for nothing.</param>
    /// <param name="file">The file that was read.</param>
    public static EvaluationAnswer Of(EvaluationState evaluation, HeldOutOverlap? overlap, ReadSource file) => Of(evaluation) with
    {
        Overlap = overlap is null ? null : new OverlapAnswer(overlap.Exact, overlap.Near, overlap.Places),
        File = SourceAnswer.Of(file),
    };

    public static EvaluationAnswer Of(EvaluationState evaluation) => new(
        evaluation.Dataset, evaluation.Source, evaluation.Records, evaluation.Root.ToString(), evaluation.By, evaluation.Entry.Value);
}

/// <summary>Held-out records that are in batches which models may be trained on.</summary>
/// <param name="Exact">How many are there just so, but for the label.</param>
/// <param name="Near">Of how many others there are near copies.</param>
/// <param name="Places">Where the first of them stand in the file.</param>
public sealed record OverlapAnswer(int Exact, int Near, IReadOnlyList<string> Places);
