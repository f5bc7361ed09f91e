using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Publishing;

/// <summary>
/// Lays a ledger out as static files (C2SP tlog-tiles), for any file server or none: see <c>docs/formats/tiles.md</c>.
/// <para>
/// Stages of publishing: full tiles and entry bundles, the partial ones of the current size, <c>seal</c>, <c>checkpoint</c>, removal
/// of partial files behind full ones. A process that dies in between leaves the last checkpoint with all its files; the next
/// publishing goes on from there. Everything but the checkpoint's signatures can be made again from the ledger.
/// </para>
/// </summary>
public sealed class StaticLogWriter(RegularFiles files)
{
    private readonly StaticFolder _folder = new(files);
    private bool _checked;

    /// <summary>Into a folder by itself.</summary>
    public StaticLogWriter(string directory)
        : this(new RegularFiles(directory))
    {
    }

    /// <summary>
    /// Publishes the ledger as of its last durable block. What is there already is kept; at the first call of a process every
    /// file is held against the ledger, and those that are missing or differ are made again.
    /// </summary>
    /// <param name="view">The ledger, which other threads may go on writing.</param>
    /// <param name="tiles">Its hashes.</param>
    /// <param name="signers">Who signs the checkpoint; a maker of the ledger's blocks must be among them, under the ledger's name.</param>
    /// <returns>The tree that is published now.</returns>
    /// <exception cref="LedgerDamagedException">
    /// The folder holds the checkpoint of another ledger, of a longer one or of another history; or the ledger's file has changed.
    /// </exception>
    /// <exception cref="IOException">The folder could not be written, or somebody else is publishing into it.</exception>
    public TreeSize Publish(LedgerView view, ITileSource tiles, params IReadOnlyCollection<INoteSigner> signers)
    {
        using FileStream held = _folder.Lock();
        // Read once: the view names a block only when it is durable, and other threads may publish further ones meanwhile.
        BlockHeader last = view.Last;
        SealedHeader block = view.ReadSeal(last.Height);
        RequireMaker(view, signers);
        TreeSize published = PublishedSize(last, tiles);
        if (!_checked || published != last.Size)
        {
            Write(new TileBytes(view, tiles), Tiles(last.Size, published));
            _folder.Replace(StaticFolder.SealName, new SealFile(block.Header.ToBytes(), block.Seal).ToBytes(), flush: true);
        }
        WriteCheckpoint(Checkpoint.Of(last).ToText(), signers);
        foreach (TileId tile in Tiles(last.Size, published).Where(tile => tile.IsFull))
        {
            _folder.DropPartsOf(tile);
        }
        _checked = true;
        return last.Size;
    }

    /// <summary>
    /// Puts signatures by others, of witnesses say, under the published checkpoint, in place of older ones by the same keys.
    /// </summary>
    /// <param name="text">The checkpoint that they signed.</param>
    /// <param name="signatures">Verified by the caller.</param>
    /// <returns>False where another checkpoint has been published meanwhile; nothing was changed then.</returns>
    /// <exception cref="LedgerDamagedException">The checkpoint is not readable any more.</exception>
    /// <exception cref="IOException">The folder could not be written, or somebody else is publishing into it.</exception>
    public bool AddSignatures(string text, params IReadOnlyCollection<NoteSignature> signatures)
    {
        using FileStream held = _folder.Lock();
        if (_folder.FindCheckpoint() is not ({ } note, _) || note.Text != text)
        {
            return false;
        }
        IEnumerable<NoteSignature> kept = note.Signatures
            .Where(old => !signatures.Any(added => added.Name == old.Name && added.KeyId == old.KeyId));
        SignedNote signed = (note with { Signatures = [.. kept] }).With(signatures);
        _folder.Replace(StaticFolder.CheckpointName, signed.ToBytes(), flush: true);
        return true;
    }

    private static void RequireMaker(LedgerView view, IReadOnlyCollection<INoteSigner> signers)
    {
        NoteKey[] makers = [.. view.MakerKeys.Select(key => NoteKey.Of(Checkpoint.OriginOf(view.Id), key))];
        if (!signers.Any(signer => makers.Contains(signer.Key)))
        {
            throw new ArgumentException("A maker of the ledger's blocks signs each checkpoint, under the ledger's name.", nameof(signers));
        }
    }

    /// <summary>How far the folder has come; refuses to take back or to replace what was published.</summary>
    private TreeSize PublishedSize(BlockHeader last, ITileSource tiles)
    {
        if (_folder.FindCheckpoint() is not (_, { } checkpoint))
        {
            return new TreeSize(0);
        }
        if (checkpoint.Origin != Checkpoint.OriginOf(last.Ledger))
        {
            throw _folder.Damaged(StaticFolder.CheckpointName, $"is of '{checkpoint.Origin}', not of ledger {last.Ledger}");
        }
        if (checkpoint.Size.Value > last.Size.Value)
        {
            throw _folder.Damaged(
                StaticFolder.CheckpointName, $"has {checkpoint.Size} entries, the ledger only {last.Size}: it was rolled back");
        }
        return new TileProofs(tiles).Root(checkpoint.Size) == checkpoint.Root
            ? checkpoint.Size
            : throw _folder.Damaged(StaticFolder.CheckpointName, $"has another root at {checkpoint.Size} entries than the ledger");
    }

    /// <summary>Hash tiles of all levels, then the bundles: all of the tree's, or those that were not full at the published size.</summary>
    private IEnumerable<TileId> Tiles(TreeSize size, TreeSize published) =>
        TileId.AllOf(size, _checked ? published : new TreeSize(0));

    /// <summary>Makes what is missing or is not as the ledger has it, older parts of the last tiles too.</summary>
    private void Write(TileBytes made, IEnumerable<TileId> tiles)
    {
        foreach (TileId tile in tiles.SelectMany(tile => _checked ? [tile] : _folder.PartsBefore(tile).Append(tile)))
        {
            byte[] bytes = made.Of(tile);
            if (!_folder.Holds(tile.Path, bytes))
            {
                _folder.Replace(tile.Path, bytes);
            }
        }
    }

    /// <summary>
    /// A checkpoint that is there with all these signatures, good ones, is left alone: witnesses may have signed it since.
    /// </summary>
    private void WriteCheckpoint(string text, IReadOnlyCollection<INoteSigner> signers)
    {
        if (_folder.FindCheckpoint() is ({ } note, _) && note.Text == text && signers.All(signer => IsSigned(note, signer.Key)))
        {
            return;
        }
        _folder.Replace(StaticFolder.CheckpointName, SignedNote.Sign(text, signers).ToBytes(), flush: true);
    }

    private static bool IsSigned(SignedNote note, NoteKey key)
    {
        using var verifier = new NoteVerifier(key);
        return note.Verify(verifier).Status == NoteStatus.Signed;
    }
}
