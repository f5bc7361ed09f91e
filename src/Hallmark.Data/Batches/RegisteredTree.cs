using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// The tree object as it stands in the store, and which half of it can still be trusted: the half whose root is the one that
/// was signed.
/// </summary>
internal sealed class RegisteredTree
{
    private readonly byte[] _bytes;
    private readonly int _records;

    private RegisteredTree(byte[] bytes, int records, bool leaves, bool columns)
    {
        _bytes = bytes;
        _records = records;
        LeavesTrusted = leaves;
        ColumnsTrusted = columns;
    }

    /// <summary>Whether <see cref="Leaf"/> gives what was registered.</summary>
    public bool LeavesTrusted { get; }

    /// <summary>Whether <see cref="Column"/> gives what was registered.</summary>
    public bool ColumnsTrusted { get; }

    public ReadOnlySpan<byte> Leaf(int record) => _bytes.AsSpan(record * Digest.Size, Digest.Size);

    public ReadOnlySpan<byte> Column(int column) => _bytes.AsSpan((_records + column) * Digest.Size, Digest.Size);

    /// <summary>Looks at the object as it stands in the store, and reports what is wrong with it.</summary>
    /// <param name="bytes">The object; null where there is none.</param>
    /// <param name="secret">The batch's secret; null for an open batch.</param>
    public static RegisteredTree Of(BatchManifest manifest, Schema schema, byte[]? bytes, BatchSecret? secret, DamageList damages)
    {
        int records = (int)manifest.Records;
        if (bytes is null)
        {
            damages.Add(BatchDamageKind.Missing, null, null, $"the tree object {manifest.Tree.Digest} is missing");
            return new RegisteredTree([], records, false, false);
        }
        int size = (records + schema.Columns.Count) * Digest.Size;
        bool authentic = ObjectReference.Of(bytes) == manifest.Tree;
        string? problem = null;
        if (secret is not null)
        {
            (bytes, problem) = Open(manifest, bytes, authentic, secret);
        }
        if (bytes.Length != size)
        {
            Report(authentic, damages, problem ?? $"has {bytes.Length} bytes, {size} are needed for its records and columns");
            return new RegisteredTree([], records, false, false);
        }
        int split = records * Digest.Size;
        bool leaves = TreeHashes.Root(bytes.AsSpan(0, split)) == manifest.Root;
        bool columns = ContentFormat.ColumnsRoot(bytes.AsSpan(split)) == manifest.ColumnsRoot;
        if (!authentic || problem is not null || !leaves || !columns)
        {
            string where = problem ?? (leaves ? "its column digests do not give the signed columns root"
                : columns ? "its leaf hashes do not give the signed root" : "neither half gives its signed root");
            Report(authentic, damages, where);
        }
        return new RegisteredTree(bytes, records, leaves, columns);
    }

    /// <summary>The plain tree of a sealed batch as far as it is left, and what is wrong with the object.</summary>
    private static (byte[] Plain, string? Problem) Open(BatchManifest manifest, byte[] bytes, bool authentic, BatchSecret secret)
    {
        try
        {
            return (SealedObject.Open(SealedKind.Tree, bytes, secret), null);
        }
        catch (MalformedException e) when (authentic)
        {
            return ([], e.Message);
        }
        catch (MalformedException)
        {
            SealedRemains remains = SealedRemains.Of(SealedKind.Tree, bytes, manifest.Tree.Size, secret);
            return (remains.Plain ?? [], remains.Problem);
        }
    }

    private static void Report(bool authentic, DamageList damages, string what)
    {
        if (authentic)
        {
            damages.Add(BatchDamageKind.Registered, null, null, $"the tree object was registered wrong: {what}");
        }
        else
        {
            damages.Add(BatchDamageKind.Tree, null, null, $"the tree object was altered: {what}");
        }
    }
}
