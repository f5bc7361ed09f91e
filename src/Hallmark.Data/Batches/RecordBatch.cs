using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>The records of a verified batch, typed. Immutable once made; safe for concurrent readers.</summary>
public sealed class RecordBatch
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly int[] _offsets; // of each record in the content, and last the content's end
    private readonly RecordBuffer _cells;

    internal RecordBatch(ReadOnlyMemory<byte> content, int[] offsets, RecordBuffer cells)
    {
        _content = content;
        _offsets = offsets;
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

    /// <summary>
    /// One hash per record over everything but its label: SHA-256(00 || the record's bytes without the label cell). Records that
    /// differ in nothing but the label share it. A new array at each call.
    /// </summary>
    public Digest[] HashesWithoutLabel() => [.. LabellessBytes().Chunk(Digest.Size).Select(hash => Digest.FromBytes(hash))];

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
    internal byte[] LabellessBytes() => RecordHashes.WithoutLabel(_content.Span, Schema, Count);

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
