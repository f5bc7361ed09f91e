using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>The real file: one writer, any number of readers beside it.</summary>
public sealed class FileStorageTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("hallmark-ledger").FullName, "ledger.log");

    [Fact]
    public void A_second_writer_is_refused_and_readers_get_in()
    {
        using (FileStorage early = Made())
        {
            Assert.Contains("another process is writing this ledger", Assert.Throws<IOException>(() => FileStorage.Open(_path)).Message);
            using FileStorage reader = FileStorage.OpenRead(_path);
            Assert.Contains(
                _path, Assert.Throws<IOException>(() => FileStorage.Open(_path)).Message); // a closed attempt takes no lock away
            Assert.Equal(3, reader.Read(0, new byte[8]));
        }
        using FileStorage beside = FileStorage.OpenRead(_path);
        using FileStorage writer = FileStorage.Open(_path);
        beside.Dispose();
        Assert.Throws<IOException>(() => FileStorage.Open(_path));
    }

    [Fact]
    public void What_is_written_flushed_and_cut_is_in_the_file()
    {
        using (FileStorage storage = Made())
        {
            storage.Write(5, [4, 5]);
            storage.Flush(FlushPoint.Group);
            Assert.Equal(7, storage.Length);
            storage.Cut(6);
            storage.Flush(FlushPoint.Cut);
        }
        Assert.Equal([1, 2, 3, 0, 0, 4], File.ReadAllBytes(_path));
        Assert.Throws<IOException>(() => FileStorage.Create(_path));
    }

    [Fact]
    public void What_cannot_be_written_is_an_IOException_with_the_reason()
    {
        using FileStorage full = FileStorage.Open("/dev/full");
        Assert.Contains("No space left", Assert.Throws<IOException>(() => full.Write(0, [1])).Message);
        Assert.Contains("Invalid argument", Assert.Throws<IOException>(() => full.Flush(FlushPoint.Group)).Message);
    }

    [Fact]
    public async Task A_ledger_is_not_made_over_something_else_and_may_be_closed_twice()
    {
        var disk = new MemoryDisk([.. World.Fresh]);
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Ledger.CreateAsync(disk, World.Genesis, World.Engine, World.Contracts, World.Clock, [World.Sign()]));
        Assert.Contains("not empty", refused.Message);
        Assert.Equal(0, disk.Operations);
        Ledger ledger = World.Open(disk);
        await ledger.DisposeAsync();
        int operations = disk.Operations;
        await ledger.DisposeAsync();
        Assert.Equal(operations, disk.Operations);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private FileStorage Made()
    {
        FileStorage storage = FileStorage.Create(_path);
        storage.Write(0, [1, 2, 3]);
        return storage;
    }
}
