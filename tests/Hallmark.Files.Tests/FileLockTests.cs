namespace Hallmark.Files.Tests;

public sealed class FileLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hallmark-lock-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Only_one_at_a_time_holds_it()
    {
        string path = Path.Combine(_folder.FullName, "alone");
        int inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using IDisposable held = await FileLock.TakeAsync(path, CancellationToken.None);
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Delay(5);
            Interlocked.Decrement(ref inside);
        })));
    }

    [Fact]
    public async Task Whoever_waits_for_it_can_be_called_off()
    {
        string path = Path.Combine(_folder.FullName, "alone");
        using IDisposable held = await FileLock.TakeAsync(path, CancellationToken.None);
        using var off = new CancellationTokenSource();
        Task<IDisposable> waiting = FileLock.TakeAsync(path, off.Token);
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_link_in_its_place_is_not_followed()
    {
        string path = Path.Combine(_folder.FullName, "alone");
        string elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        File.CreateSymbolicLink(path, elsewhere);
        FileRefusedException refused = await Assert.ThrowsAsync<FileRefusedException>(
            () => FileLock.TakeAsync(path, CancellationToken.None));
        Assert.Equal($"{path}: is a symbolic link, not the file of a lock", refused.Message);
        Assert.False(File.Exists(elsewhere));
    }
}
