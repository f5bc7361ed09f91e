using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>A provider puts a batch on record: <c>batch.register</c> {manifest}.</summary>
public sealed record BatchRegister(BatchManifest Manifest) : IPayload<BatchRegister, BatchRegistered>
{
    public static string Kind => "batch.register";

    public string Subject => Manifest.Dataset;

    public CborMapWriter ToMap() => new CborMapWriter().Map("manifest", Manifest.ToMap());

    public static BatchRegister Read(CborMap map)
    {
        BatchManifest manifest = BatchManifest.Read(map.Map("manifest"));
        return Names.IsValid(manifest.Dataset)
            ? new BatchRegister(manifest)
            : throw new MalformedException("dataset", $"is not a name ({Names.Rule})");
    }
}
