using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;

namespace Hallmark.Ledger.Publishing;

/// <summary>The folder of a published ledger: which files it has, and how they are read and replaced whole.</summary>
internal sealed class StaticFolder(RegularFiles files)
{
    public const string CheckpointName = "checkpoint";
    public const string SealName = "seal";

    public const string TilesName = "tile";
    public const string LockName = ".publishing";

    /// <summary>Full path of the folder's file with this name.</summary>
    public string PathOf(string name) => files.PathOf(name);

    /// <summary>Held while files are written, so that no other writer takes the checkpoint back to an older one.</summary>
    /// <exception cref="IOException">Somebody else is publishing into this folder.</exception>
    public FileStream Lock()
    {
        files.Create();
        return new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The whole file; null where there is none.</summary>
    /// <exception cref="LedgerDamagedException">Longer than <paramref name="maxBytes"/>, or no regular file.</exception>
    public byte[]? Find(string name, int maxBytes)
    {
        FileAnswer<byte[]> answer = files.Read(name, maxBytes);
        return answer is FileAnswer<byte[]>.Refused { Why: not FileRefusal.Unreadable } refused
            ? throw Damaged(name, refused.Reason)
            : answer.OrNull();
    }

    /// <summary>Whether the file has exactly these bytes.</summary>
    public bool Holds(string name, ReadOnlySpan<byte> bytes) =>
        files.Read(name, bytes.Length) is FileAnswer<byte[]>.Found found && bytes.SequenceEqual(found.Value);

    /// <summary>The parts of a tile that were published before it, of those that are kept.</summary>
    public IEnumerable<TileId> PartsBefore(TileId tile) => tile.IsFull
        ? []
        : files.In(Path.GetDirectoryName(tile.Path)!).List()
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int width) ? width : 0)
            .Where(width => width > 0 && width < tile.Width)
            .Distinct().Order()
            .Select(width => new TileId(tile.Level, tile.Index, width));

    /// <summary>Readers see the old file or the new one.</summary>
    /// <param name="flush">Whether the new one must survive a power cut.</param>
    public void Replace(string name, ReadOnlySpan<byte> bytes, bool flush = false)
    {
        string path = PathOf(name);
        (Path.GetDirectoryName(name) is { Length: > 0 } folder ? files.In(folder) : files).Create();
        if (flush)
        {
            DurableFile.Replace(path, bytes);
        }
        else
        {
            DurableFile.ReplaceUnflushed(path, bytes);
        }
    }

    /// <summary>Removes the partial tiles that came before a full one.</summary>
    public void DropPartsOf(TileId full)
    {
        string parts = PathOf(full.FullPath) + ".p";
        if (Directory.Exists(parts))
        {
            Directory.Delete(parts, recursive: true);
        }
    }

    /// <summary>The signed checkpoint; null where nothing was published.</summary>
    /// <exception cref="LedgerDamagedException">The file is no checkpoint.</exception>
    public (SignedNote Note, Checkpoint Checkpoint)? FindCheckpoint() => Find(CheckpointName, SignedNote.MaxBytes) is { Length: > 0 } bytes
        ? Read(CheckpointName, () =>
        {
            var note = SignedNote.Read(bytes);
            return (note, Checkpoint.Read(note.Text));
        })
        : null;

    /// <summary>Reads what a file says and puts its name before what is wrong in it.</summary>
    public T Read<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (MalformedException e)
        {
            throw Damaged(name, e.Message);
        }
    }

    public LedgerDamagedException Damaged(string name, string reason, long offset = 0, EntryIndex? entry = null) =>
        new(PathOf(name), offset, null, entry, reason);
}
