using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>A dataset: its fixed schema and who opened it.</summary>
public sealed record DatasetState(
    string Name, string Owner, ObjectReference Schema, string? Label, int Classes) : IStateRecord<DatasetState>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name).Text("owner", Owner).Map("schema", Schema.ToMap()).Text("label", Label).Integer("classes", Classes);

    public static DatasetState Read(CborMap map) => new(
        map.Text("name"), map.Text("owner"), ObjectReference.Read(map.Map("schema")), map.OptionalText("label"),
        (int)map.Integer("classes"));
}
