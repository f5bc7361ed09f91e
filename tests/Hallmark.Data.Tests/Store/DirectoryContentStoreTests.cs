using System.Text;
using Hallmark.Data.Store;
using Hallmark.Files;

namespace Hallmark.Data.Tests.Store;

public sealed class DirectoryContentStoreTests : ContentStoreContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DirectoryContentStore _store;

    public DirectoryContentStoreTests() => _store = new DirectoryContentStore(_directory.Path);

    protected override IContentStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void An_object_is_the_file_of_its_digest_and_nothing_is_left_beside()
    {
        ObjectReference reference = _store.PutAsync(Encoding.UTF8.GetBytes(new string('x', 300_000))).Now();
        Assert.True(File.Exists(PathOf(reference)));
        File.WriteAllText(PathOf(reference), "altered");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 300_000)));
        Assert.Throws<ContentException>(() => _store.PutAsync(stream).Now());
        Assert.DoesNotContain(Directory.GetFiles(_directory.File("incoming")), path => !path.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void An_altered_object_is_named_by_its_digest()
    {
        ObjectReference reference = _store.PutAsync("content"u8.ToArray()).Now();
        File.WriteAllText(PathOf(reference), "content and more");
        Assert.Contains(reference.Digest.ToString(), Assert.Throws<ContentException>(() => _store.ReadAsync(reference).Now()).Message);
    }

    [Fact]
    public void The_leftovers_of_a_crash_are_removed_when_that_is_asked_for_and_not_what_is_being_written()
    {
        string incoming = Directory.CreateDirectory(_directory.File("incoming")).FullName;
        File.WriteAllText(Path.Combine(incoming, "dead.abc-1"), "half an obj");
        File.WriteAllText(Path.Combine(incoming, "dead.abc.lock"), "");
        using var paused = new PausedStream(() =>
        {
            string[] first = [.. Directory.GetFiles(incoming).Where(path => path.EndsWith("-1", StringComparison.Ordinal))];
            string living = first.Single(path => !path.EndsWith("dead.abc-1", StringComparison.Ordinal));
            Assert.True(File.Exists(Path.Combine(incoming, "dead.abc-1"))); // who only puts removes nothing
            IncomingFiles.RemoveLeftovers(new RegularFiles(incoming));
            Assert.True(File.Exists(living));
            Assert.Single(Directory.GetFiles(incoming), path => !path.EndsWith(".lock", StringComparison.Ordinal));
        });
        ObjectReference reference = _store.PutAsync(paused).Now();
        Assert.Equal("object"u8, _store.ReadAsync(reference).Now());
        _store.Dispose();
        Assert.Empty(Directory.GetFiles(incoming));
    }

    [Fact]
    public void A_failed_put_leaves_no_file()
    {
        using var failing = new PausedStream(() => throw new IOException("the disk is gone"));
        Assert.Throws<IOException>(() => _store.PutAsync(failing).Now());
        _store.Dispose();
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories));
    }

    protected override void Damage(ObjectReference reference, byte[] bytes) => File.WriteAllBytes(PathOf(reference), bytes);

    private string PathOf(ObjectReference reference)
    {
        string name = reference.Digest.ToString();
        return Path.Combine(_directory.Path, name[..2], name[2..]);
    }

    /// <summary>Gives six bytes and lets something happen before it says that there are no more.</summary>
    private sealed class PausedStream(Action pause) : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ > 0)
            {
                pause();
                return ValueTask.FromResult(0);
            }
            "object"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(6);
        }
    }
}
