using Hallmark.Evidence;

namespace Hallmark.Contracts.Runs;

/// <summary>
/// Fixes held-out records before anybody chooses batches to train on: <c>evaluation.commit</c> {dataset, evaluation}. A run can be measured
/// only on what was committed before its schedule. Any member may commit; policies may ask that it is not the trainer.
/// </summary>
public sealed record EvaluationCommit(string Dataset, EvaluationSet Evaluation) : IPayload<EvaluationCommit>
{
    public static string Kind => "evaluation.commit";

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter().Text("dataset", Dataset).Map("evaluation", Evaluation.ToMap());

    public static EvaluationCommit Read(CborMap map) => new(map.Name("dataset"), EvaluationSet.Read(map.Map("evaluation")));
}

/// <summary>Held-out records that somebody committed to; the first commitment to the same records stands.</summary>
/// <param name="Root">Merkle root over the records.</param>
/// <param name="By">Who committed to them.</param>
/// <param name="Entry">Where.</param>
public sealed record EvaluationState(string Dataset, Digest Root, long Records, string Source, string By, EntryIndex Entry)
    : IStateRecord<EvaluationState>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("dataset", Dataset).Digest("root", Root).Integer("records", Records).Text("source", Source).Text("by", By)
        .Entry("entry", Entry);

    public static EvaluationState Read(CborMap map) => new(
        map.Text("dataset"), map.Digest("root"), map.Integer("records"), map.Text("source"), map.Text("by"), map.Entry("entry"));
}
