using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>A schema that a dataset had.</summary>
/// <param name="Until">The entry by which the next one took its place: the <see cref="DatasetEvolve"/> is there.</param>
public readonly record struct EarlierSchema(ObjectReference Schema, EntryIndex Until)
{
    internal CborMapWriter ToMap() => new CborMapWriter().Map("schema", Schema.ToMap()).Entry("until", Until);

    internal static EarlierSchema Read(CborMap map)
    {
        var schema = new EarlierSchema(ObjectReference.Read(map.Map("schema")), map.Entry("until"));
        map.End();
        return schema;
    }
}
