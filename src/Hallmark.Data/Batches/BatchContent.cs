using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>A batch ready to be stored: its two objects as bytes and what they commit to. Nobody writes to it any more.</summary>
/// <param name="Schema">What the records were typed by.</param>
/// <param name="Records">Number of records, at least 1.</param>
/// <param name="Content">The content object, see <see cref="ContentFormat"/>.</param>
/// <param name="Tree">The tree object: leaf hashes, then column digests.</param>
/// <param name="Root">RFC 9162 root over the records.</param>
/// <param name="ColumnsRoot">RFC 9162 root over the column digests.</param>
/// <param name="ClassCounts">Records of each class in class order; empty without a label.</param>
/// <param name="FirstLine">Line of the source on which the first record begins, from 1; 0 when records have no lines.</param>
/// <param name="LastLine">Line on which the last record begins; 0 when records have no lines.</param>
public sealed record BatchContent(
    Schema Schema, int Records, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Tree, Digest Root, Digest ColumnsRoot,
    IReadOnlyList<long> ClassCounts, long FirstLine, long LastLine)
{
    public Digest Leaf(int record)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)record, (uint)Records, nameof(record));
        return Digest.FromBytes(Tree.Span.Slice(record * Digest.Size, Digest.Size));
    }

    public Digest ColumnDigest(int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Schema.Columns.Count, nameof(column));
        return Digest.FromBytes(Tree.Span.Slice((Records + column) * Digest.Size, Digest.Size));
    }

    /// <summary>Of its records' identities, which are the leaf hashes of an open batch under its dataset's first schema.</summary>
    internal ContentSketch Sketch() => ContentSketch.OfLeaves(Identities());

    /// <summary>See <see cref="RecordBatch.Identities"/>.</summary>
    internal ReadOnlySpan<byte> Identities() => Schema.HasFirstBytes
        ? Tree.Span[..(Records * Digest.Size)]
        : BatchReader.Decode(Content, Schema).IdentityBytes();

    /// <summary>The same batch with its hashes salted, and without what would tell something about its records.</summary>
    internal BatchContent Salted(BatchSecret secret)
    {
        byte[] tree = Salts.Apply(secret, Tree.Span, Records);
        int leaves = Records * Digest.Size;
        return this with
        {
            Tree = tree,
            Root = TreeHashes.Root(tree.AsSpan(0, leaves)),
            ColumnsRoot = ContentFormat.ColumnsRoot(tree.AsSpan(leaves)),
            ClassCounts = [],
            FirstLine = 0,
            LastLine = 0,
        };
    }
}
