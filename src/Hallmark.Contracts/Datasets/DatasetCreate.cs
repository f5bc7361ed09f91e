using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>
/// Opens a dataset and fixes its schema for ever: <c>dataset.create</c> {dataset, schema, label?, classes}. The schema's bytes
/// lie in the content store under the digest named here.
/// </summary>
public sealed record DatasetCreate(string Dataset, ObjectReference Schema, string? Label, int Classes) : IPayload<DatasetCreate>
{
    public static string Kind => "dataset.create";

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("dataset", Dataset).Map("schema", Schema.ToMap()).Text("label", Label).Integer("classes", Classes);

    public static DatasetCreate Read(CborMap map) => new(
        map.Name("dataset"), ObjectReference.Read(map.Map("schema")), map.OptionalText("label"), (int)map.Integer("classes", 0, 1_000_000));
}
