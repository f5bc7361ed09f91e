using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>A provider puts a batch on record: <c>batch.register</c> {manifest, supersedes?}.</summary>
public sealed record BatchRegister(BatchManifest Manifest) : IPayload<BatchRegister, BatchRegistered>
{
    /// <summary>Most batches whose place one can take.</summary>
    public const int SupersedeLimit = 1_000;

    internal const int IdLengthLimit = 512;

    public static string Kind => "batch.register";

    public string Subject => Manifest.Dataset;

    /// <summary>Ids of the provider's batches whose place this one takes, each once; since rules 9.</summary>
    public IReadOnlyList<string> Supersedes { get; init; } = [];

    public CborMapWriter ToMap() => new CborMapWriter()
        .Map("manifest", Manifest.ToMap())
        .Texts("supersedes", Supersedes.Count == 0 ? null : Supersedes);

    public static BatchRegister Read(CborMap map)
    {
        BatchManifest manifest = BatchManifest.Read(map.Map("manifest"));
        IReadOnlyList<string>? named = map.OptionalTexts("supersedes", SupersedeLimit, IdLengthLimit);
        if (named is { Count: 0 })
        {
            throw new MalformedException("supersedes", "is empty; it is left out where no batch is superseded");
        }
        IReadOnlyList<string> supersedes = named ?? [];
        if (supersedes.Distinct(StringComparer.Ordinal).Count() != supersedes.Count)
        {
            throw new MalformedException("supersedes", "names a batch twice");
        }
        return Names.IsValid(manifest.Dataset)
            ? new BatchRegister(manifest) { Supersedes = supersedes }
            : throw new MalformedException("dataset", $"is not a name ({Names.Rule})");
    }
}
