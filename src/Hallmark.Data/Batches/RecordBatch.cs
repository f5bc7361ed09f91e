using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// The records of a verified batch, typed. Immutable once made; safe for concurrent readers.
/// <para>
/// Bytes and leaf hashes are those that were registered. Cells and labels are of <see cref="Schema"/>, which may be a later one of the
/// dataset (<see cref="LiftTo"/>).
/// </para>
/// </summary>
public sealed class RecordBatch
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly int[] _offsets; // of each record in the content, and last the content's end
    private readonly RecordBuffer _registered;
    private readonly RecordBuffer _cells;

    internal RecordBatch(ReadOnlyMemory<byte> content, int[] offsets, RecordBuffer cells)
        : this(content, offsets, cells, cells)
    {
    }

    private RecordBatch(ReadOnlyMemory<byte> content, int[] offsets, RecordBuffer registered, RecordBuffer cells)
    {
        _content = content;
        _offsets = offsets;
        _registered = registered;
        _cells = cells;
        Labels = ReadLabels(cells);
    }

    public Schema Schema => _cells.Schema;

    public int Count => _offsets.Length - 1;

    /// <summary>Class of each record; -1 where the label is missing or no class; empty without a label.</summary>
    public IReadOnlyList<int> Labels { get; }

    internal RecordBuffer Cells => _cells;

    /// <summary>The cells of the column at <paramref name="index"/> in schema order. Not to be added to.</summary>
    public ColumnBuffer this[int index] => _cells[index];

    /// <summary>The canonical bytes of a record.</summary>
    public ReadOnlyMemory<byte> RecordBytes(int record) => _content[_offsets[record].._offsets[record + 1]];

    /// <summary>Leaf hash of a record.</summary>
    public Digest Leaf(int record) => MerkleTree.LeafHash(RecordBytes(record).Span);

    /// <summary>Leaf hashes of all records. A new array at each call.</summary>
    public Digest[] Leaves() => [.. LeafBytes().Chunk(Digest.Size).Select(hash => Digest.FromBytes(hash))];

    /// <summary>Whether records have the bytes of their dataset's first schema, so that leaf hashes are identities.</summary>
    public bool HasFirstBytes => _registered.Schema.HasFirstBytes;

    /// <summary>
    /// By which records are the same, whichever of their dataset's schemas they were registered under: under its first one the leaf hashes
    /// (<see cref="SchemaLift"/>). A new array at each call.
    /// </summary>
    public Digest[] Identities() => [.. IdentityBytes().Chunk(Digest.Size).Select(hash => Digest.FromBytes(hash))];

    /// <summary>The tree object that was stored beside the records as they were registered. Built anew at each call.</summary>
    /// <exception cref="ArgumentException">As of <see cref="BatchBuilder.Build"/>.</exception>
    public ObjectReference TreeObject() => ObjectReference.Of(BatchBuilder.Build(_registered).Tree.Span);

    /// <summary>Roots that the batch would have under each earlier schema of the dataset that can hold all of its records.</summary>
    public IReadOnlyList<Digest> EarlierRoots() => SchemaLift.EarlierRoots(_registered);

    /// <summary>The same records with cells of a schema that came from theirs.</summary>
    /// <exception cref="ArgumentException">It did not.</exception>
    public RecordBatch LiftTo(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.Digest == Schema.Digest ? this : new RecordBatch(_content, _offsets, _registered, SchemaLift.Lift(_cells, schema));
    }

    /// <summary>Whole numbers on record that cells of a later schema have rounded, the first of each column.</summary>
    /// <exception cref="ArgumentException">The schema did not come from theirs.</exception>
    public IReadOnlyList<RoundedCell> RoundedUnder(Schema schema) => _registered.RoundedUnder(schema);

    /// <summary>
    /// One hash per record over everything but its label: SHA-256(00 || the record's bytes without the label cell), the bytes being those
    /// of <see cref="Identities"/>. Records that differ in nothing but the label share it. A new array at each call.
    /// </summary>
    public Digest[] HashesWithoutLabel() => [.. LabellessBytes().Chunk(Digest.Size).Select(hash => Digest.FromBytes(hash))];

    /// <summary>As <see cref="HashesWithoutLabel"/>, as if records had no cells in columns from this one on: these came later.</summary>
    /// <param name="columns">One of the <see cref="Schema.Widths"/> of the dataset.</param>
    public Digest[] LabellessWithin(int columns) => columns >= _registered.Schema.Columns.Count
        ? HashesWithoutLabel()
        : [.. SchemaLift.Identities(SchemaLift.Cut(_registered, columns), labelled: false)
            .Chunk(Digest.Size).Select(hash => Digest.FromBytes(hash))];

    /// <summary>Whether a record has no cells in columns from this one on.</summary>
    public bool IsWithin(int record, int columns) =>
        Enumerable.Range(columns, Math.Max(0, Schema.Columns.Count - columns))
            .All(column => column == Schema.LabelIndex || this[column].IsMissing(record));

    /// <summary>Leaf hashes of all records, one after the other.</summary>
    internal byte[] LeafBytes()
    {
        byte[] hashes = new byte[Count * Digest.Size];
        var hasher = new LaneHasher(hashes);
        for (int record = 0; record < Count; record++)
        {
            hasher.Add(ContentFormat.LeafPrefix, RecordBytes(record).Span);
        }
        hasher.Finish();
        return hashes;
    }

    /// <summary>As <see cref="HashesWithoutLabel"/>, one after the other.</summary>
    internal byte[] LabellessBytes() => HasFirstBytes
        ? RecordHashes.WithoutLabel(_content.Span, _registered.Schema, Count)
        : SchemaLift.Identities(_registered, labelled: false);

    /// <summary>As <see cref="Identities"/>, one after the other.</summary>
    internal byte[] IdentityBytes() =>
        HasFirstBytes ? LeafBytes() : SchemaLift.Identities(_registered, labelled: true);

    /// <summary>How many records have a class, or a number to be foretold.</summary>
    public int Labelled => Schema.Task == LearningTask.Regression
        ? Enumerable.Range(0, Count).Count(record => double.IsFinite(this[Schema.LabelIndex].Number(record)))
        : Labels.Count(label => label >= 0);

    private static int[] ReadLabels(RecordBuffer cells)
    {
        Schema schema = cells.Schema;
        if (!schema.HasClasses)
        {
            return [];
        }
        var classes = new ClassIndex(schema);
        return [.. Enumerable.Range(0, cells.Count).Select(record => classes.Of(cells[schema.LabelIndex], record))];
    }
}
