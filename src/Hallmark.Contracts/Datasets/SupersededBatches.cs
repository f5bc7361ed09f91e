using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>The batches whose place one takes once it is accepted.</summary>
public sealed record SupersededBatches(IReadOnlyList<string> Batches) : IStateRecord<SupersededBatches>
{
    public CborMapWriter ToMap() => new CborMapWriter().Texts("batches", Batches);

    public static SupersededBatches Read(CborMap map) =>
        new(map.Texts("batches", BatchRegister.SupersedeLimit, BatchRegister.IdLengthLimit));
}
