using Hallmark.Files;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>Where a ledger's one snapshot lies. A seam, as <see cref="ILedgerStorage"/> is.</summary>
public interface ISnapshotStore
{
    /// <summary>The snapshot as it is now, for reading; null where there is none.</summary>
    /// <exception cref="IOException">Something is there that is not read.</exception>
    ILedgerStorage? Open();

    /// <summary>Puts another in its place: the whole new one or the old one is there at any moment.</summary>
    void Replace(Action<ILedgerStorage> write);
}

/// <summary>A snapshot in a file beside the ledger.</summary>
public sealed class SnapshotFile(RegularFiles folder, string name) : ISnapshotStore
{
    public ILedgerStorage? Open()
    {
        try
        {
            return FileStorage.OpenRead(folder, name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void Replace(Action<ILedgerStorage> write)
    {
        string path = folder.PathOf(name);
        string temporary = path + ".new";
        File.Delete(temporary);
        using (FileStorage file = FileStorage.Create(temporary))
        {
            write(file);
        }
        // Not flushed: a snapshot that a crash tore does not hold, and is made again from the ledger.
        File.Move(temporary, path, overwrite: true);
    }
}
