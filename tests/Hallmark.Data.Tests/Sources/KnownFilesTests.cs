using Hallmark.Data.Sources;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Sources;

/// <summary>Files are hashed again where they may have changed, and only there.</summary>
public sealed class KnownFilesTests : IDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2.5);
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_was_hashed_is_hashed_again_only_where_it_may_be_another()
    {
        string[] files = [.. Enumerable.Range(0, 6).Select(at => _folder.File($"data/{at}.csv"))];
        Directory.CreateDirectory(_folder.File("data"));
        Array.ForEach(files, file => File.WriteAllText(file, "a\n1\n"));
        Thread.Sleep(Settled);
        KnownFiles known = KnownFiles.Read([]);
        Assert.Equal(6, Look(known).Hashed);
        byte[] kept = known.ToBytes();
        Assert.Equal(0, Look(KnownFiles.Read(kept)).Hashed);

        DateTime written = File.GetLastWriteTimeUtc(files[1]);
        File.WriteAllText(files[1], "a\n2\n"); // as long as before
        File.SetLastWriteTimeUtc(files[1], written);
        File.WriteAllText(_folder.File("other"), "a\n3\n");
        File.SetLastWriteTimeUtc(_folder.File("other"), File.GetLastWriteTimeUtc(files[2]));
        File.Move(_folder.File("other"), files[2], overwrite: true);
        File.WriteAllText(_folder.File("data/7.csv"), "a\n7\n");
        SourceFiles now = Look(KnownFiles.Read(kept));

        Assert.Equal(3, now.Hashed);
        Assert.Equal(SourceFiles.Of(_folder.File("data")).Facts, now.Facts);
        now.RequireUnchanged();
        File.WriteAllText(files[0], "a\n9\n");
        Assert.Contains("0.csv: changed while it was read", Assert.Throws<SourceException>(now.RequireUnchanged).Message);

    }

    [Fact]
    public void A_file_that_was_just_written_is_not_taken_for_known()
    {
        Directory.CreateDirectory(_folder.File("data"));
        File.WriteAllText(_folder.File("data/a.csv"), "a\n1\n");
        KnownFiles known = KnownFiles.Read([]);
        Look(known);
        Assert.False(known.HasNews);
        Assert.Equal(1, Look(KnownFiles.Read(known.ToBytes())).Hashed);
    }

    [Fact]
    public void What_is_kept_is_believed_whole_or_not_at_all()
    {
        string path = _folder.File("data/a.csv");
        Directory.CreateDirectory(_folder.File("data"));
        File.WriteAllText(path, "a\n1\n");
        Thread.Sleep(Settled);
        KnownFiles known = KnownFiles.Read([]);
        Look(known);
        byte[] kept = known.ToBytes();
        for (int at = 0; at < kept.Length; at++)
        {
            byte[] damaged = [.. kept];
            damaged[at] ^= 1;
            Assert.Equal(1, Look(KnownFiles.Read(damaged)).Hashed);
            Assert.Equal(1, Look(KnownFiles.Read(kept.AsSpan(0, at))).Hashed);
        }
        Assert.Equal(Digest.Of("a\n1\n"u8), Look(KnownFiles.Read(kept)).Facts.Single().Digest);
    }

    private SourceFiles Look(KnownFiles known) => SourceFiles.Of(_folder.File("data"), known);
}
