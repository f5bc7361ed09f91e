using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Which batch held records that are not registered any more.</summary>
/// <param name="Batch">Its id.</param>
public sealed record WithdrawnContent(string Batch) : IStateRecord<WithdrawnContent>
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("batch", Batch);

    public static WithdrawnContent Read(CborMap map) => new(map.Text("batch"));
}
