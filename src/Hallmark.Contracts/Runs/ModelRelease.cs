using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Runs;

/// <summary>
/// A trainer makes a model known outside: <c>model.release</c> {run, model, reveals?}. Until then a model that was trained on sealed
/// batches is sealed as they are.
/// </summary>
/// <param name="Model">The plain bytes; the run's closing names those that lie on disk.</param>
/// <param name="Reveals">What it tells of the records, in the trainer's words; null where nobody asked.</param>
public sealed record ModelRelease(string Run, ObjectReference Model, string? Reveals) : IPayload<ModelRelease>
{
    public static string Kind => "model.release";

    public string Subject => Run;

    public CborMapWriter ToMap() => new CborMapWriter().Text("run", Run).Map("model", Model.ToMap()).Text("reveals", Reveals);

    public static ModelRelease Read(CborMap map) => new(
        map.Text("run"), ObjectReference.Read(map.Map("model")), map.Has("reveals") ? map.Text("reveals", 4096) : null);
}
