using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Operations.Custody;

/// <summary>Objects of the store that statements name beside the batches' own, which their manifests name.</summary>
public static class NamedObjects
{
    public static IEnumerable<ObjectReference> Of(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Kind == BatchJudge.Kind ? [Payload.Read<BatchJudge>(statement).Details]
            : statement.Kind == EvaluationCommit.Kind ? [Payload.Read<EvaluationCommit>(statement).Evaluation.Content]
            : statement.Kind == TimestampRecord.Kind ? [Payload.Read<TimestampRecord>(statement).Token]
            : statement.Kind == RunOpen.Kind && Payload.Read<RunOpen>(statement).Evaluation is { } set ? [set.Content]
            : [];
    }
}
