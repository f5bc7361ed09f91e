namespace Hallmark.Files.Tests;

public sealed class DurableFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hallmark-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Whoever may do everything could have a device be a file from then on.</summary>
    [Fact]
    public void No_file_takes_the_place_of_a_device()
    {
        Assert.Contains("is a device", Assert.Throws<IOException>(() => DurableFile.Replace("/dev/full", [1])).Message);
        Assert.Equal(FileKind.Device, FileFacts.Find("/dev/full")!.Value.Kind);
    }

    [Fact]
    public void Replacing_gives_the_new_bytes_and_leaves_nothing_beside()
    {
        string path = PathOf("head.txt");
        DurableFile.Replace(path, "first, and longer"u8);
        DurableFile.Replace(path, "second"u8);
        DurableFile.ReplaceUnflushed(PathOf("tile"), "third"u8);
        Assert.Equal("second"u8, File.ReadAllBytes(path));
        Assert.Equal(["head.txt", "tile"], Names());
    }

    [Fact]
    public void A_file_in_the_working_directory_needs_no_path()
    {
        string before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(_folder.FullName);
            DurableFile.Replace("bare", [1]);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
        Assert.Equal(["bare"], Names());
    }

    [Fact]
    public void Creating_leaves_a_file_that_is_there_as_it_is()
    {
        Assert.True(DurableFile.TryCreate(PathOf("key"), "mine"u8));
        Assert.False(DurableFile.TryCreate(PathOf("key"), "yours"u8));
        Assert.Equal("mine"u8, File.ReadAllBytes(PathOf("key")));
        Assert.Equal(["key"], Names());
    }

    [Fact]
    public void Of_many_who_create_one_file_one_succeeds_and_its_bytes_stay()
    {
        for (int round = 0; round < 20; round++)
        {
            string path = PathOf($"{round}");
            bool[] made = new bool[8];
            Parallel.For(0, made.Length, i => made[i] = DurableFile.TryCreate(path, [(byte)i]));
            Assert.Equal([(byte)Array.IndexOf(made, true)], File.ReadAllBytes(path));
            Assert.Single(made, true);
        }
        Assert.Equal(20, Names().Length);
    }

    [Fact]
    public void Of_many_that_take_a_name_at_once_one_succeeds()
    {
        using var start = new Barrier(8);
        int taken = 0;
        Thread[] threads = [.. Enumerable.Range(0, start.ParticipantCount).Select(i => new Thread(() =>
        {
            for (int round = 0; round < 300; round++)
            {
                string mine = PathOf($"{i}-{round}");
                File.WriteAllText(mine, "");
                start.SignalAndWait();
                Interlocked.Add(ref taken, DurableFile.TryRename(mine, PathOf($"target-{round}")) ? 1 : 0);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(300, taken);
        Assert.Throws<IOException>(() => DurableFile.TryRename(PathOf("nothing"), PathOf("other")));
    }

    [Fact]
    public void Of_many_who_replace_one_file_each_sees_whole_ones_only()
    {
        string path = PathOf("shared");
        DurableFile.Replace(path, Block(0));
        Parallel.For(0, 200, i =>
        {
            DurableFile.Replace(path, Block((byte)i));
            byte[] read = File.ReadAllBytes(path);
            Assert.Equal(Block(read[0]), read);
        });
        Assert.Equal(["shared"], Names());
    }

    [Fact]
    public void What_cannot_be_put_in_its_place_is_removed()
    {
        Directory.CreateDirectory(PathOf("taken"));
        Assert.ThrowsAny<Exception>(() => DurableFile.Replace(PathOf("taken"), [1]));
        Assert.False(DurableFile.TryCreate(PathOf("taken"), [1]));
        Assert.Throws<DirectoryNotFoundException>(() => DurableFile.Replace(PathOf("no/such"), [1]));
        Assert.Equal(["taken"], Names());
    }

    [Fact]
    public void A_secret_is_its_owners_from_its_first_byte_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        DurableFile.Replace(PathOf("open"), [1]);
        DurableFile.Replace(PathOf("open"), [2], DurableFile.OwnerOnly);
        DurableFile.TryCreate(PathOf("secret"), [1], DurableFile.OwnerOnly);
        Assert.Equal(DurableFile.OwnerOnly, new FileInfo(PathOf("open")).UnixFileMode);
        Assert.Equal(DurableFile.OwnerOnly, new FileInfo(PathOf("secret")).UnixFileMode);
    }

    [Fact]
    public void A_directory_is_made_with_those_above_it_and_only_itself_for_its_owner()
    {
        DurableDirectory.Create(PathOf("a/b/c"), ownerOnly: true);
        DurableDirectory.Create(PathOf("a/b/c"));
        Assert.True(Directory.Exists(PathOf("a/b/c")));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new FileInfo(PathOf("a/b/c")).UnixFileMode);
        Assert.NotEqual(new FileInfo(PathOf("a/b/c")).UnixFileMode, new FileInfo(PathOf("a/b")).UnixFileMode);
        Assert.Throws<IOException>(() => DurableDirectory.Flush(PathOf("nowhere")));
    }

    [Fact]
    public void A_lock_is_held_by_one_open_file_and_goes_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the lock is Linux's");
        string path = PathOf("ledger.log");
        using (var first = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite))
        using (var second = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            Assert.True(LinuxFile.TryLock(first, path));
            Assert.False(LinuxFile.TryLock(second, path));
            LinuxFile.FlushData(first, path);
        }
        using var third = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(LinuxFile.TryLock(third, path));
    }

    private static byte[] Block(byte value)
    {
        byte[] block = new byte[5_000];
        Array.Fill(block, value);
        return block;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string[] Names() => [.. _folder.EnumerateFileSystemInfos().Select(item => item.Name).Order(StringComparer.Ordinal)];
}
