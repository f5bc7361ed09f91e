using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>A file as it was when records were read from it.</summary>
/// <param name="Name">Without the folders that it lay in when one file was named; below the folder that was named otherwise.</param>
/// <param name="Size">Bytes as given, packed where the file is packed.</param>
/// <param name="Digest">SHA-256 of these bytes.</param>
public sealed record SourceFileFacts(string Name, long Size, Digest Digest)
{
    /// <summary>What its bytes are called where they are kept.</summary>
    public ObjectReference Kept => new(Digest, Size);
}

/// <summary>
/// The way back from a batch to what it was read from: the files, and for each record the file and the line or row on which it begins. One
/// deterministic CBOR map, an object of its own that the manifest names; sealed where the batch is.
/// <code>
/// version  1
/// unit     what places count: "line", "row", …
/// files    maps name, size, digest; in the order of the source
/// runs     integers, three by three: number of the file from 0, place of a record from 1, how many lie place by place
/// </code>
/// Immutable.
/// </summary>
public sealed class RecordPlaces
{
    /// <summary>Most files that the records of one batch lie in.</summary>
    public const int FileLimit = 65_536;

    /// <summary>Most bytes of the object.</summary>
    public const int SizeLimit = 256 << 20;

    private const int Version = 1;
    private const int NameLimit = 4_096;
    private const int UnitLimit = 32;

    private readonly Run[] _runs;

    private RecordPlaces(string unit, IReadOnlyList<SourceFileFacts> files, Run[] runs)
    {
        (Unit, Files, _runs) = (unit, files, runs);
        Count = runs.Length == 0 ? 0 : runs[^1].Record + runs[^1].Length;
    }

    /// <summary>What a place counts.</summary>
    public string Unit { get; }

    /// <summary>Those that a record of the batch lies in, in the order of the source.</summary>
    public IReadOnlyList<SourceFileFacts> Files { get; }

    /// <summary>Number of records.</summary>
    public int Count { get; }

    /// <summary>Where a record begins.</summary>
    public (SourceFileFacts File, long Place) this[int record]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)record, (uint)Count, nameof(record));
            int low = 0;
            for (int high = _runs.Length - 1; low < high;)
            {
                int middle = (low + high + 1) / 2;
                (low, high) = _runs[middle].Record <= record ? (middle, high) : (low, middle - 1);
            }
            return (Files[_runs[low].File], _runs[low].Place + record - _runs[low].Record);
        }
    }

    /// <param name="unit">What a place counts.</param>
    /// <param name="places">Of each record the file and the place in it, from 1.</param>
    public static RecordPlaces Of(string unit, IEnumerable<(SourceFileFacts File, long Place)> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var files = new Dictionary<SourceFileFacts, int>();
        var runs = new List<Run>();
        int record = 0;
        foreach ((SourceFileFacts file, long place) in places)
        {
            if (!files.TryGetValue(file, out int number))
            {
                files.Add(file, number = files.Count);
            }
            if (runs.Count > 0 && runs[^1] is var last && last.File == number && last.Place + last.Length == place)
            {
                runs[^1] = last with { Length = last.Length + 1 };
            }
            else
            {
                runs.Add(new Run(record, number, place, 1));
            }
            record++;
        }
        return new RecordPlaces(unit, [.. files.Keys], [.. runs]);
    }

    public byte[] ToBytes() => new CborMapWriter()
        .Integer("version", Version)
        .Text("unit", Unit)
        .Maps("files", Files.Select(file => new CborMapWriter()
            .Text("name", file.Name).Integer("size", file.Size).Digest("digest", file.Digest)))
        .Integers("runs", _runs.SelectMany(run => new[] { run.File, run.Place, run.Length }))
        .ToBytes();

    /// <summary>The object of a batch that is not open.</summary>
    internal byte[] Seal(BatchSecret secret)
    {
        byte[] plain = ToBytes();
        return SealedObject.Seal(SealedKind.Places, plain, Digest.Of(plain), secret.Bytes);
    }

    /// <summary>The places of a batch; null where its manifest names none.</summary>
    /// <param name="secret">The batch's, where it is not open.</param>
    /// <exception cref="ContentException">The object is missing or altered.</exception>
    /// <exception cref="MalformedException">It is what was registered, and no places of so many records.</exception>
    public static async ValueTask<RecordPlaces?> FindAsync(
        BatchManifest manifest, IContentReader store, BatchSecret? secret, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(store);
        if (manifest.Places is not { } reference || (manifest.Tier != BatchTier.Open && secret is null))
        {
            return null;
        }
        byte[] stored = await store.ReadAsync(reference, cancellation).ConfigureAwait(false);
        return Read(
            manifest.Tier == BatchTier.Open ? stored : SealedObject.Open(SealedKind.Places, stored, secret!), manifest.Records);
    }

    /// <param name="bytes">The plain object.</param>
    /// <param name="records">How many records the batch has.</param>
    /// <exception cref="MalformedException">Not such a map, or not of so many records; names the field.</exception>
    public static RecordPlaces Read(ReadOnlyMemory<byte> bytes, long records)
    {
        CborMap map = CborMap.Read(bytes, "places");
        map.Integer("version", Version, Version);
        string unit = map.Text("unit", UnitLimit);
        SourceFileFacts[] files = [.. map.Maps("files", FileLimit).Select(ReadFile)];
        IReadOnlyList<long> numbers = map.Integers("runs", checked((int)Math.Min(int.MaxValue, 3 * records)));
        map.End();
        Run[] runs = ReadRuns(numbers, files.Length);
        var places = new RecordPlaces(unit, files, runs);
        return places.Count == records
            ? places
            : throw new MalformedException("places.runs", $"are of {places.Count} records, the batch has {records}");
    }

    private static SourceFileFacts ReadFile(CborMap map)
    {
        var file = new SourceFileFacts(map.Text("name", NameLimit), map.Integer("size"), map.Digest("digest"));
        map.End();
        return file;
    }

    private static Run[] ReadRuns(IReadOnlyList<long> numbers, int files)
    {
        if (numbers.Count % 3 != 0)
        {
            throw new MalformedException("places.runs", $"are {numbers.Count} numbers, not three for each run");
        }
        var runs = new Run[numbers.Count / 3];
        long record = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            (long file, long place, long length) = (numbers[3 * i], numbers[(3 * i) + 1], numbers[(3 * i) + 2]);
            if (file < 0 || file >= files || place < 1 || length < 1 || length > ContentFormat.RecordLimit - record
                || place > long.MaxValue - length)
            {
                throw new MalformedException("places.runs", $"has the run {file}, {place}, {length} after {record} records");
            }
            runs[i] = new Run((int)record, (int)file, place, (int)length);
            record += length;
        }
        return runs;
    }

    private readonly record struct Run(int Record, int File, long Place, int Length);
}
