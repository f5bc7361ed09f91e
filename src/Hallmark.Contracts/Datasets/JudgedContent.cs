using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Which batch held these records, or this one, when they were judged.</summary>
/// <param name="Batch">Its id.</param>
public sealed record JudgedContent(string Batch) : IStateRecord<JudgedContent>
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("batch", Batch);

    public static JudgedContent Read(CborMap map) => new(map.Text("batch"));
}
