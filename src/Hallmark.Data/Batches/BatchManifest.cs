using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>The facts about a batch that its provider signs.</summary>
public sealed record BatchManifest
{
    public const int DatasetLengthLimit = 128;
    public const int OriginLengthLimit = 1_024;
    public const int SourceNameLengthLimit = 256;
    public const int StepLimit = 32;
    public const int StepLengthLimit = 256;

    private const int Version = 1;

    /// <summary>Name of the dataset, 1 to <see cref="DatasetLengthLimit"/> characters.</summary>
    public required string Dataset { get; init; }

    /// <summary>Digest of the schema, which is also the schema object's name in the content store.</summary>
    public required Digest SchemaDigest { get; init; }

    /// <summary>Number of records, 1 to <see cref="ContentFormat.RecordLimit"/>.</summary>
    public required long Records { get; init; }

    /// <summary>Who can read the batch.</summary>
    public BatchTier Tier { get; init; }

    /// <summary>RFC 9162 root over the records, salted where the batch is not open. It identifies the batch's data.</summary>
    public required Digest Root { get; init; }

    /// <summary>RFC 9162 root over the column digests, salted ones where the batch is not open.</summary>
    public required Digest ColumnsRoot { get; init; }

    /// <summary>Records of each class in class order; empty without a label, and where the batch is not open.</summary>
    public required IReadOnlyList<long> ClassCounts { get; init; }

    /// <summary>The content object, ciphertext where the batch is not open.</summary>
    public required ObjectReference Content { get; init; }

    /// <summary>The object of leaf hashes and column digests, with which damage is located.</summary>
    public required ObjectReference Tree { get; init; }

    /// <summary>The sealed object of fingerprints with which validators find copies; none where the batch is open.</summary>
    public ObjectReference? Fingerprints { get; init; }

    /// <summary>
    /// The object of <see cref="RecordPlaces"/>, sealed where the batch is not open; none under rules 8 and for records from memory.
    /// </summary>
    public ObjectReference? Places { get; init; }

    /// <summary>By which its records are known again; none under rules 8 and before.</summary>
    public ContentSketch? Sketch { get; init; }

    /// <summary>Where the data come from, in the provider's words; may be empty.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What was done to the data before, first step first, in the provider's words.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Name of the source without its directories; may be empty, and is where the batch is not open.</summary>
    public string SourceName { get; init; } = "";

    /// <summary>Line of the source on which the first record begins, from 1; 0 when records have none or the batch is not open.</summary>
    public long FirstLine { get; init; }

    /// <summary>Line of the source on which the last record begins; 0 when records have no lines or the batch is not open.</summary>
    public long LastLine { get; init; }

    /// <summary>All objects of the batch in the content store.</summary>
    public IEnumerable<ObjectReference> Objects =>
        new ObjectReference?[] { Content, Tree, Fingerprints, Places }.OfType<ObjectReference>();

    /// <summary>The manifest as a deterministic CBOR map; its field names are listed in docs/formats/content.md.</summary>
    public CborMapWriter ToMap() => new CborMapWriter()
        .Integer("version", Version)
        .Text("dataset", Dataset)
        .Digest("schema", SchemaDigest)
        .Integer("records", Records)
        .Digest("root", Root)
        .Digest("columns-root", ColumnsRoot)
        .Integers("class-counts", ClassCounts)
        .Map("content", Content.ToMap())
        .Map("tree", Tree.ToMap())
        .Text("tier", NameOf(Tier))
        .Map("fingerprints", Fingerprints?.ToMap())
        .Map("places", Places?.ToMap())
        .Bytes("sketch", Sketch?.ToBytes())
        .Text("origin", Origin)
        .Texts("steps", Steps)
        .Text("source", SourceName)
        .Integer("first-line", FirstLine)
        .Integer("last-line", LastLine);

    /// <exception cref="MalformedException">A field is missing, unknown, of another type, out of range or contradicts another.</exception>
    public static BatchManifest Read(CborMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Integer("version", Version, Version);
        var manifest = new BatchManifest
        {
            Dataset = map.Text("dataset", DatasetLengthLimit),
            SchemaDigest = map.Digest("schema"),
            Records = map.Integer("records", 1, ContentFormat.RecordLimit),
            Root = map.Digest("root"),
            ColumnsRoot = map.Digest("columns-root"),
            ClassCounts = map.Integers("class-counts", Schema.ClassLimit),
            Content = ObjectReference.Read(map.Map("content")),
            Tree = ObjectReference.Read(map.Map("tree")),
            Tier = ReadTier(map),
            Fingerprints = map.OptionalMap("fingerprints") is { } fingerprints ? ObjectReference.Read(fingerprints) : null,
            Places = map.OptionalMap("places") is { } places ? ObjectReference.Read(places) : null,
            Sketch = map.OptionalBytes("sketch") is { } sketch ? ContentSketch.Read(sketch, "manifest.sketch") : null,
            Origin = map.Text("origin", OriginLengthLimit),
            Steps = map.Texts("steps", StepLimit, StepLengthLimit),
            SourceName = map.Text("source", SourceNameLengthLimit),
            FirstLine = map.Integer("first-line"),
            LastLine = map.Integer("last-line"),
        };
        map.End();
        manifest.Check();
        return manifest;
    }

    private void Check()
    {
        Expect(Dataset.Length > 0, "dataset", "is empty");
        Expect(
            ClassCounts.All(count => count >= 0 && count <= Records), "class-counts", "has a count below 0 or above the number of records");
        Expect(ClassCounts.Count == 0 || ClassCounts.Sum() == Records, "class-counts", "does not sum up to the number of records");
        Expect(LastLine >= FirstLine, "last-line", "is before the first line");
        Expect(Sketch is null || Sketch.Hashes.Count <= Records, "sketch", "has more hashes than there are records");
        if (Tier == BatchTier.Open)
        {
            CheckOpen();
        }
        else
        {
            CheckSealed();
        }
    }

    private void CheckOpen()
    {
        Expect(Content.Size is > ContentFormat.HeaderSize and <= ContentFormat.SizeLimit, "content.size", $"is {Content.Size}");
        Expect(Tree.Size % Digest.Size == 0 && Tree.Size > Records * Digest.Size, "tree.size", $"is {Tree.Size}");
        Expect(Tree.Size <= (Records + Schema.ColumnLimit) * Digest.Size, "tree.size", $"is {Tree.Size}");
        Expect(Fingerprints is null, "fingerprints", "do not belong to an open batch");
        Expect(Places is null or { Size: > 0 and <= RecordPlaces.SizeLimit }, "places.size", $"is {Places?.Size}");
    }

    /// <summary>What would tell something about the records must not be there.</summary>
    private void CheckSealed()
    {
        Expect(ClassCounts.Count == 0, "class-counts", $"tell about the records of a batch that is {NameOf(Tier)}");
        Expect(SourceName.Length == 0, "source", $"tells about the records of a batch that is {NameOf(Tier)}");
        Expect(FirstLine == 0 && LastLine == 0, "first-line", $"tells about the records of a batch that is {NameOf(Tier)}");
        ExpectSealed(Content.Size, ContentFormat.HeaderSize + 1, ContentFormat.SizeLimit, "content");
        ExpectSealed(Tree.Size, (Records + 1) * Digest.Size, (Records + Schema.ColumnLimit) * Digest.Size, "tree");
        if (Fingerprints is { } prints)
        {
            ExpectSealed(prints.Size, FingerprintFormat.SizeOf(Records), FingerprintFormat.SizeOf(Records), "fingerprints");
        }
        if (Places is { } places)
        {
            ExpectSealed(places.Size, 1, RecordPlaces.SizeLimit, "places");
        }
    }

    private static void ExpectSealed(long size, long leastPlain, long mostPlain, string field) => Expect(
        size >= SealedObject.SizeOf(leastPlain) && size <= SealedObject.SizeOf(mostPlain)
            && (size - SealedObject.SizeOf(0)) % (SealedObject.SizeOf(SealedFormat.ChunkSize) - SealedObject.SizeOf(0)) == 0,
        $"{field}.size", $"is {size}, which no sealed object of this batch has");

    private static string? NameOf(BatchTier tier) => tier switch
    {
        BatchTier.Open => null, // left out, so that manifests from before the tiers keep their bytes
        BatchTier.Sealed => "sealed",
        BatchTier.Absent => "absent",
        _ => throw new ArgumentOutOfRangeException(nameof(tier)),
    };

    private static BatchTier ReadTier(CborMap map) => map.OptionalText("tier", 16) switch
    {
        null => BatchTier.Open,
        "sealed" => BatchTier.Sealed,
        "absent" => BatchTier.Absent,
        string other => throw new MalformedException(
            "manifest.tier", $"is '{MalformedException.Printable(other)}'; sealed and absent are known, open is left out"),
    };

    private static void Expect(bool holds, string field, string reason)
    {
        if (!holds)
        {
            throw new MalformedException($"manifest.{field}", reason);
        }
    }
}
