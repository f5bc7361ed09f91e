using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>
/// The schema of a dataset becomes its next one: <c>dataset.evolve</c> {dataset, before, change}. Unlike <see cref="DatasetCreate"/> it
/// carries the schema itself, so that the contracts see whether what is on record keeps its place, and so does whoever has no content.
/// </summary>
/// <param name="Before">Bytes of the schema in force, as <see cref="SchemaFormat"/> writes them.</param>
/// <param name="Change">What takes it to the next.</param>
public sealed record DatasetEvolve(string Dataset, ReadOnlyMemory<byte> Before, SchemaChange Change) : IPayload<DatasetEvolve>
{
    public static string Kind => "dataset.evolve";

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("dataset", Dataset).Bytes("before", Before.ToArray()).Map("change", Change.ToMap());

    public static DatasetEvolve Read(CborMap map) =>
        new(map.Name("dataset"), map.Bytes("before"), SchemaChange.Read(map.Map("change")));

    /// <summary>The schema that follows.</summary>
    /// <param name="before">The schema in force with what came before it; its bytes are those named here.</param>
    /// <exception cref="MalformedException">None follows; contracts let no such statement through.</exception>
    public Schema Follow(Schema before) =>
        Change.Apply(before, out string problem) ?? throw new MalformedException("dataset.evolve.change", problem);
}
