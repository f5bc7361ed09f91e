using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Publishing;

/// <summary>What is wrong with a file of a published log.</summary>
public enum PublishedFaultKind
{
    /// <summary>It is not what the ledger has.</summary>
    Altered,

    /// <summary>It should be there.</summary>
    Missing,

    /// <summary>Publishing writes no such file.</summary>
    Stray,

    /// <summary>The ledger cannot tell whether it is right: who signed it is not on record.</summary>
    Unvouched,
}

/// <param name="Name">Path below the folder.</param>
/// <param name="Reason">The end of a sentence about it.</param>
public sealed record PublishedFault(string Name, PublishedFaultKind Kind, string Reason);

/// <summary>
/// Holds every file of a published log against the ledger that it was made from, byte by byte. Contrast <see cref="StaticLogReader"/>,
/// which has the files alone.
/// </summary>
public sealed class StaticLogExamination
{
    /// <summary>Tiles of a log lie no deeper.</summary>
    private const int DepthLimit = 10;

    private readonly RegularFiles _files;
    private readonly LedgerView _ledger;
    private readonly StaticFolder _folder;
    private readonly TileBytes _tiles;
    private readonly NoteKey? _logKey;
    private readonly EntryIndex _logKeyFrom;
    private ulong _size; // entries that checkpoint or seal say are published

    /// <param name="logKey">Public Ed25519 key that should have signed the checkpoint; null where nobody knows it.</param>
    /// <param name="logKeyFrom">Checkpoints of no more entries were published before it was named.</param>
    public StaticLogExamination(RegularFiles files, LedgerView ledger, byte[]? logKey, EntryIndex logKeyFrom)
    {
        (_files, _ledger, _folder, _tiles) = (files, ledger, new StaticFolder(files), new TileBytes(ledger, ledger.Tiles));
        _logKey = logKey is null ? null : NoteKey.Of(Checkpoint.OriginOf(ledger.Id), NoteKeyType.Ed25519, logKey);
        _logKeyFrom = logKeyFrom;
    }

    /// <summary>Faults as they are found; none where nothing was published.</summary>
    /// <exception cref="LedgerDamagedException">The ledger's file has other entries than were read from it.</exception>
    /// <exception cref="IOException">A folder cannot be looked at.</exception>
    public IEnumerable<PublishedFault> Run()
    {
        string[] names = [.. _files.List().Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return [];
        }
        return OfCheckpoint().Concat(OfSeal()).Concat(names.SelectMany(OfName)).Concat(OfMissing());
    }

    private IEnumerable<PublishedFault> OfCheckpoint()
    {
        (SignedNote Note, Checkpoint Checkpoint)? found = null;
        string? problem = Try(() => found = _folder.FindCheckpoint());
        if (found is not ({ } note, { } checkpoint))
        {
            yield return problem is null
                ? new PublishedFault(StaticFolder.CheckpointName, PublishedFaultKind.Missing, "is missing or empty")
                : new PublishedFault(StaticFolder.CheckpointName, PublishedFaultKind.Altered, problem);
            yield break;
        }
        string? wrong = ProblemOf(checkpoint) ?? ProblemOf(note, checkpoint);
        if (wrong is not null)
        {
            yield return new PublishedFault(StaticFolder.CheckpointName, PublishedFaultKind.Altered, wrong);
            yield break;
        }
        _size = checkpoint.Size.Value;
        int others = note.Signatures.Count(signature => signature.Name != checkpoint.Origin);
        if (others > 0)
        {
            yield return new PublishedFault(
                StaticFolder.CheckpointName, PublishedFaultKind.Unvouched,
                $"{others} of its lines are witnesses', whose keys are not on record");
        }
    }

    private string? ProblemOf(Checkpoint checkpoint) =>
        checkpoint.Origin != Checkpoint.OriginOf(_ledger.Id)
            ? $"is of '{MalformedException.Printable(checkpoint.Origin)}', not of ledger {_ledger.Id}"
        : checkpoint.Size.Value > _ledger.Size.Value
            ? $"has {checkpoint.Size} entries, the ledger only {_ledger.Size}: one of the two was rolled back"
        : new TileProofs(_ledger.Tiles).Root(checkpoint.Size) != checkpoint.Root
            ? $"has another root at {checkpoint.Size} entries than the ledger"
        : null;

    private string? ProblemOf(SignedNote note, Checkpoint checkpoint)
    {
        NoteKey[] makers = [.. _ledger.MakerKeys.Select(key => NoteKey.Of(checkpoint.Origin, key))];
        return !makers.Any(key => IsSigned(note, key)) ? "is not signed by a maker of the ledger's blocks"
            : _logKey is not null && checkpoint.Size.Value > _logKeyFrom.Value && !IsSigned(note, _logKey)
                ? "is not signed by the log's key"
            : null;
    }

    private static bool IsSigned(SignedNote note, NoteKey key)
    {
        using var verifier = new NoteVerifier(key);
        return note.Verify(verifier).Status == NoteStatus.Signed;
    }

    private IEnumerable<PublishedFault> OfSeal()
    {
        byte[]? bytes = null;
        string? problem = Try(() => bytes = _folder.Find(StaticFolder.SealName, SealFile.MaxBytes));
        BlockHeader? header = null;
        problem ??= bytes is null ? null : Try(() => header = BlockHeader.Read(SealFile.Read(bytes).Header));
        if (bytes is null && problem is null)
        {
            yield return new PublishedFault(StaticFolder.SealName, PublishedFaultKind.Missing, "is missing");
        }
        else if (problem is not null || header!.Height.Value > _ledger.Last.Height.Value
            || !SealOf(header.Height).AsSpan().SequenceEqual(bytes))
        {
            yield return new PublishedFault(
                StaticFolder.SealName, PublishedFaultKind.Altered, problem ?? $"is not the seal of block {header!.Height}");
        }
        else
        {
            _size = Math.Max(_size, header.Size.Value);
        }
    }

    private byte[] SealOf(BlockHeight height)
    {
        SealedHeader block = _ledger.ReadSeal(height);
        return new SealFile(block.Header.ToBytes(), block.Seal).ToBytes();
    }

    private IEnumerable<PublishedFault> OfName(string name) => name switch
    {
        StaticFolder.CheckpointName or StaticFolder.SealName => [],
        StaticFolder.LockName => [new PublishedFault(name, PublishedFaultKind.Unvouched, "it is only held, never read")],
        StaticFolder.TilesName => OfFolder(name, 1),
        _ => [Stray(name)],
    };

    private IEnumerable<PublishedFault> OfFolder(string folder, int depth)
    {
        foreach (string name in _files.In(folder).List().Order(StringComparer.Ordinal))
        {
            string path = $"{folder}/{name}";
            bool isFolder = FileFacts.Find(_files.PathOf(path)) is { Kind: FileKind.Folder };
            IEnumerable<PublishedFault> faults = !isFolder ? OfTile(path) : depth < DepthLimit ? OfFolder(path, depth + 1) : [Stray(path)];
            foreach (PublishedFault fault in faults)
            {
                yield return fault;
            }
        }
    }

    private IEnumerable<PublishedFault> OfTile(string path)
    {
        TileId tile = default;
        if (Try(() => tile = TileId.Parse(path)) is not null || tile.Path != path)
        {
            yield return Stray(path);
        }
        else if (tile.Needs.Value > _ledger.Size.Value)
        {
            yield return new PublishedFault(path, PublishedFaultKind.Altered, "is of a longer ledger than this one");
        }
        else
        {
            byte[]? bytes = null;
            string? problem = Try(() => bytes = _folder.Find(path, TileBytes.MaxOf(tile)));
            if (problem is not null || !_tiles.Of(tile).AsSpan().SequenceEqual(bytes))
            {
                yield return new PublishedFault(path, PublishedFaultKind.Altered, problem ?? "is not what the ledger has");
            }
        }
    }

    /// <summary>How many entries are published is known once checkpoint and seal were looked at: so it is no query made before.</summary>
    private IEnumerable<PublishedFault> OfMissing()
    {
        foreach (TileId tile in TileId.AllOf(new TreeSize(_size)))
        {
            if (!_files.Has(tile.Path) && !_files.Has(tile.FullPath))
            {
                yield return new PublishedFault(tile.Path, PublishedFaultKind.Missing, "is missing");
            }
        }
    }

    private static PublishedFault Stray(string name) => new(name, PublishedFaultKind.Stray, "is no file that publishing writes");

    /// <returns>What is wrong with what is read; null for nothing.</returns>
    private static string? Try(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (LedgerDamagedException e)
        {
            return e.Reason;
        }
        catch (MalformedException e)
        {
            return e.Message;
        }
    }
}
