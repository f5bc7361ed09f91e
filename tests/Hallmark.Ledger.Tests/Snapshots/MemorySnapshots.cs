using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests.Snapshots;

/// <summary>A snapshot in memory, or a place for one that fails.</summary>
internal sealed class MemorySnapshots : ISnapshotStore
{
    public byte[]? Content { get; set; }

    public bool Fails { get; set; }

    public ILedgerStorage? Open() => Content is null ? null : new MemoryDisk(Content) { Name = "snapshot" };

    public void Replace(Action<ILedgerStorage> write)
    {
        var disk = new MemoryDisk([]);
        write(disk);
        Content = Fails ? throw new IOException("no room") : disk.Content();
    }
}
