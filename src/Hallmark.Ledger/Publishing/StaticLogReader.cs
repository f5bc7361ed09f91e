using System.Collections.Concurrent;
using System.Diagnostics;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;

namespace Hallmark.Ledger.Publishing;

/// <summary>
/// A published ledger read from its static files alone, as of the moment it was opened. Nothing is handed out that does not lead to
/// the root that the newest block's seal signs: full tiles are checked against the tile above, the partial ones against the
/// root, entries against their leaf hashes. Safe for use by several threads, and beside a writer.
/// <para>Whose seals count is what entry 0 says: whoever knows the ledger compares <see cref="Ledger"/>.</para>
/// </summary>
/// <remarks>Every failure is a <see cref="LedgerDamagedException"/> that names the file.</remarks>
public sealed class StaticLogReader : ITileSource
{
    private readonly StaticFolder _folder;
    private readonly SealFile _seal;
    private readonly CoseSign1 _tree;
    private readonly TileProofs _proofs;

    // Tiles of upper levels and partial ones; checked, and few: one for 65,536 entries.
    private readonly ConcurrentDictionary<TileId, Digest[]> _kept = new();

    /// <summary>Of a folder by itself.</summary>
    public StaticLogReader(string directory, SealKinds? seals = null)
        : this(new RegularFiles(directory), seals)
    {
    }

    /// <param name="seals">The kinds of seal that count; null for <see cref="SealKinds.BuiltIn"/>.</param>
    /// <exception cref="LedgerDamagedException">A file is missing, or what they say does not fit together.</exception>
    /// <exception cref="UnknownSealKindException">The ledger's seals are of none of these kinds.</exception>
    public StaticLogReader(RegularFiles files, SealKinds? seals = null)
    {
        _folder = new StaticFolder(files);
        // In this order: a writer replaces the seal first, so the seal read second is never older than the checkpoint.
        (Note, Checkpoint) = _folder.FindCheckpoint() ?? throw _folder.Damaged(StaticFolder.CheckpointName, "is missing");
        byte[] bytes = Require(StaticFolder.SealName, SealFile.MaxBytes);
        _seal = _folder.Read(StaticFolder.SealName, () => SealFile.Read(bytes));
        Header = _folder.Read(StaticFolder.SealName, () => BlockHeader.Read(_seal.Header));
        _proofs = new TileProofs(this);
        KeepPartialTiles();
        Genesis = ReadGenesis();
        using ISealVerifier verifier = (seals ?? SealKinds.BuiltIn).CreateVerifier(Genesis);
        MakerKeys = [.. verifier.MakerKeys.Select(key => key.Key)];
        _tree = CheckSeal(verifier);
        CheckCheckpoint();
    }

    /// <summary>Header of the newest published block.</summary>
    public BlockHeader Header { get; }

    public Genesis Genesis { get; }

    /// <summary>Keys whose holders make blocks of this ledger: receipts and the checkpoint are signed by one of them.</summary>
    public IReadOnlyList<CoseKey> MakerKeys { get; }

    public Digest Ledger => Header.Ledger;

    /// <summary>Size of the sealed tree.</summary>
    public TreeSize Size => Header.Size;

    /// <summary>The published checkpoint, signed by a maker of the blocks; older than the seal only while somebody is publishing.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The checkpoint with all its signatures.</summary>
    public SignedNote Note { get; }

    public void ReadTile(TileId tile, Span<Digest> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hashes.Length, tile.Width, nameof(hashes));
        CheckedTile(tile).CopyTo(hashes);
    }

    /// <summary>The root over the first <paramref name="size"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than are published.</exception>
    public Digest Root(TreeSize size) => _proofs.Root(size);

    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public ReadOnlyMemory<byte> ReadEntry(EntryIndex index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, Size.Value, nameof(index));
        return ReadBundle(BundleOf(index))[(int)(index.Value % TileId.FullWidth)];
    }

    /// <summary>Every entry's bytes, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Entries() => TileId.Of(Size, TileId.Entries).SelectMany(ReadBundle);

    /// <summary>The receipt of an entry in the published tree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public byte[] Receipt(EntryIndex index)
    {
        InclusionProof proof = Proof(index, Size, Header.TreeRoot);
        return Evidence.Receipt.Assemble(_tree, proof);
    }

    /// <summary>The receipt that the published tree continues an older one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older size is 0, or not below the published one.</exception>
    public byte[] ConsistencyReceipt(TreeSize older)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(older.Value, Size.Value, nameof(older));
        ConsistencyProof proof = _proofs.Consistency(older, Size);
        return proof.Check(_proofs.Root(older), Header.TreeRoot) == ProofStatus.Good
            ? Evidence.ConsistencyReceipt.Assemble(_tree, proof)
            : throw _folder.Damaged(StaticFolder.SealName, "has a root that the tiles do not lead to");
    }

    /// <summary>The proof of an entry as a text, under the published checkpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint has no such entry.</exception>
    public TlogProof TlogProof(EntryIndex index) => new(index, Proof(index, Checkpoint.Size, Checkpoint.Root).Path, Note);

    private InclusionProof Proof(EntryIndex index, TreeSize size, Digest root)
    {
        InclusionProof proof = _proofs.Inclusion(index, size);
        return proof.Check(_proofs.Leaf(index), root) == ProofStatus.Good
            ? proof
            : throw _folder.Damaged(StaticFolder.SealName, "has a root that the tiles do not lead to");
    }

    private TileId BundleOf(EntryIndex index)
    {
        ulong tile = index.Value / TileId.FullWidth;
        return new TileId(TileId.Entries, tile, (int)Math.Min(TileId.FullWidth, Size.Value - (tile * TileId.FullWidth)));
    }

    private IReadOnlyList<ReadOnlyMemory<byte>> ReadBundle(TileId bundle)
    {
        (string name, byte[] bytes, int width) = ReadWhole(bundle, EntryBundle.MaxBytes);
        IReadOnlyList<ReadOnlyMemory<byte>> entries = _folder.Read(name, () => EntryBundle.Read(bytes, width));
        Digest[] leaves = CheckedTile(new TileId(0, bundle.Index, bundle.Width));
        long offset = 0;
        for (int i = 0; i < leaves.Length; i++)
        {
            if (MerkleTree.LeafHash(entries[i].Span) != leaves[i])
            {
                var index = new EntryIndex((bundle.Index * TileId.FullWidth) + (ulong)i);
                throw _folder.Damaged(name, "the entry is not the one in the tree", offset, index);
            }
            offset += 2 + entries[i].Length;
        }
        return [.. entries.Take(bundle.Width)];
    }

    /// <summary>A tile of the sealed tree that leads to its root.</summary>
    private Digest[] CheckedTile(TileId tile)
    {
        if (_kept.TryGetValue(tile, out Digest[]? kept))
        {
            return kept;
        }
        if (!tile.IsFull || tile.Needs.Value > Size.Value) // the partial ones are all kept
        {
            throw new ArgumentOutOfRangeException(nameof(tile), tile, "The published tree has no such tile.");
        }
        Digest[] hashes = ReadHashes(tile);
        ulong parent = tile.Index / TileId.FullWidth;
        ulong width = Math.Min(TileId.FullWidth, (Size.Value >> (8 * (tile.Level + 1))) - (parent * TileId.FullWidth));
        Digest[] above = CheckedTile(new TileId(tile.Level + 1, parent, (int)width));
        if (MerkleTree.Root(hashes) != above[(int)(tile.Index % TileId.FullWidth)])
        {
            throw _folder.Damaged(tile.Path, "does not lead to the hash in the tile above");
        }
        return tile.Level > 0 ? _kept.GetOrAdd(tile, hashes) : hashes;
    }

    private Digest[] ReadHashes(TileId tile)
    {
        (string name, byte[] bytes, int width) = ReadWhole(tile, TileId.FullWidth * Digest.Size);
        if (bytes.Length != width * Digest.Size)
        {
            throw _folder.Damaged(name, $"has {bytes.Length} bytes, {width} hashes have {width * Digest.Size}");
        }
        var hashes = new Digest[tile.Width];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Digest.FromBytes(bytes.AsSpan(i * Digest.Size, Digest.Size));
        }
        return hashes;
    }

    /// <summary>A partial file may have been removed since it was published: then the full one is there, and it begins alike.</summary>
    private (string Name, byte[] Bytes, int Width) ReadWhole(TileId tile, int maxBytes)
    {
        if (_folder.Find(tile.Path, maxBytes) is { } bytes)
        {
            return (tile.Path, bytes, tile.Width);
        }
        return _folder.Find(tile.FullPath, maxBytes) is { } whole
            ? (tile.FullPath, whole, TileId.FullWidth)
            : throw _folder.Damaged(tile.Path, "is missing");
    }

    /// <summary>The root of a tree is made of its partial tiles alone, so one comparison checks them all.</summary>
    private void KeepPartialTiles()
    {
        for (int level = 0; level <= TileId.MaxLevel; level++)
        {
            ulong full = (Size.Value >> (8 * level)) / TileId.FullWidth;
            foreach (TileId tile in TileId.Of(Size, level, full))
            {
                _kept[tile] = ReadHashes(tile);
            }
        }
        if (_proofs.Root(Size) != Header.TreeRoot)
        {
            string names = string.Join(", ", _kept.Keys.OrderBy(tile => tile.Level));
            throw _folder.Damaged(StaticFolder.SealName, $"has another root than the partial tiles lead to ({names})");
        }
    }

    private Genesis ReadGenesis()
    {
        TileId first = BundleOf(new EntryIndex(0));
        Genesis genesis = _folder.Read(first.Path, () =>
        {
            var statement = Statement.Read(ReadEntry(new EntryIndex(0)));
            return statement.Kind == Genesis.Kind
                ? Genesis.Read(statement.Payload)
                : throw new MalformedException("entry 0", $"is of kind {statement.Kind}, not {Genesis.Kind}");
        });
        return genesis.LedgerId == Ledger
            ? genesis
            : throw _folder.Damaged(first.Path, $"begins ledger {genesis.LedgerId}, the seal is of {Ledger}");
    }

    private CoseSign1 CheckSeal(ISealVerifier seals) => seals.Verify(Header, _seal.Header.Span, _seal.Seal) switch
    {
        SealVerdict.Good good => good.Tree,
        SealVerdict.Bad bad => throw _folder.Damaged(StaticFolder.SealName, bad.Reason),
        _ => throw new UnreachableException(),
    };

    /// <summary>The origin is compared as well: a maker of these blocks may make those of another ledger with the same key.</summary>
    private void CheckCheckpoint()
    {
        string origin = Checkpoint.OriginOf(Ledger);
        NoteVerifier[] makers = [.. MakerKeys.Select(key => new NoteVerifier(NoteKey.Of(origin, key)))];
        NoteStatus status = Note.Verify(makers).Status;
        Array.ForEach(makers, maker => maker.Dispose());
        if (Checkpoint.Origin != origin)
        {
            throw _folder.Damaged(
                StaticFolder.CheckpointName, $"is of '{MalformedException.Printable(Checkpoint.Origin)}', not of ledger {Ledger}");
        }
        if (status != NoteStatus.Signed)
        {
            throw _folder.Damaged(StaticFolder.CheckpointName, $"is not signed by a maker of the blocks of ledger {Ledger}");
        }
        if (Checkpoint.Size.Value > Size.Value || _proofs.Root(Checkpoint.Size) != Checkpoint.Root)
        {
            throw _folder.Damaged(StaticFolder.CheckpointName, $"has size {Checkpoint.Size} and a root that the tiles do not lead to");
        }
    }

    private byte[] Require(string name, int maxBytes) => _folder.Find(name, maxBytes) ?? throw _folder.Damaged(name, "is missing");
}
