using System.Text;
using Hallmark.Data.Store;

namespace Hallmark.Data.Tests.Store;

public sealed class ContentStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DirectoryContentStore _store;

    public ContentStoreTests() => _store = new DirectoryContentStore(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Gives_back_what_was_put_by_bytes_and_by_stream()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', 300_000));
        ObjectReference byBytes = _store.PutAsync(bytes).Now();
        using var stream = new MemoryStream(bytes);
        Assert.Equal(byBytes, _store.PutAsync(stream).Now());
        Assert.Equal(byBytes, _store.PutAsync(bytes).Now());
        Assert.Equal(bytes, _store.ReadAsync(byBytes).Now());
        Assert.Equal([], _store.ReadAsync(_store.PutAsync(Array.Empty<byte>()).Now()).Now());
        Assert.True(File.Exists(PathOf(byBytes)));
        Assert.DoesNotContain(Directory.GetFiles(_directory.File("incoming")), path => !path.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_and_altered_are_different_errors()
    {
        ObjectReference reference = _store.PutAsync("content"u8.ToArray()).Now();
        File.WriteAllText(PathOf(reference), "c0ntent");
        Assert.Equal(ContentFault.Altered, Assert.Throws<ContentException>(() => _store.ReadAsync(reference).Now()).Fault);
        File.WriteAllText(PathOf(reference), "content and more");
        ContentException grown = Assert.Throws<ContentException>(() => _store.ReadAsync(reference).Now());
        Assert.Equal(ContentFault.Altered, grown.Fault);
        Assert.Contains(reference.Digest.ToString(), grown.Message);
        File.WriteAllText(PathOf(reference), "");
        Assert.Equal(ContentFault.Altered, Assert.Throws<ContentException>(() => _store.ReadAsync(reference).Now()).Fault);
        Assert.True(_store.DeleteAsync(reference).Now());
        Assert.False(_store.DeleteAsync(reference).Now());
        Assert.Equal(ContentFault.Missing, Assert.Throws<ContentException>(() => _store.ReadAsync(reference).Now()).Fault);
        Assert.Null(_store.OpenUnverifiedAsync(reference).Now());
    }

    [Fact]
    public void Never_repairs_an_altered_object_in_silence()
    {
        ObjectReference reference = _store.PutAsync("content"u8.ToArray()).Now();
        File.WriteAllText(PathOf(reference), "c0ntent");
        Assert.Equal(ContentFault.Altered, Assert.Throws<ContentException>(() => _store.PutAsync("content"u8.ToArray()).Now()).Fault);
        using var stream = new MemoryStream("content"u8.ToArray());
        Assert.Throws<ContentException>(() => _store.PutAsync(stream).Now());
        using var reader = new StreamReader(_store.OpenUnverifiedAsync(reference).Now()!);
        Assert.Equal("c0ntent", reader.ReadToEnd());
        Assert.DoesNotContain(Directory.GetFiles(_directory.File("incoming")), path => !path.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Removes_the_leftovers_of_a_crash_but_not_what_is_being_written()
    {
        string incoming = _directory.File("incoming");
        File.WriteAllText(Path.Combine(incoming, "dead.abc-1"), "half an obj");
        File.WriteAllText(Path.Combine(incoming, "dead.abc.lock"), "");
        using var paused = new PausedStream(() =>
        {
            string living = Directory.GetFiles(incoming).Single(path => path.EndsWith("-1", StringComparison.Ordinal) && !path.EndsWith("dead.abc-1", StringComparison.Ordinal));
            using var other = new DirectoryContentStore(_directory.Path);
            Assert.True(File.Exists(living));
            Assert.Single(Directory.GetFiles(incoming), path => !path.EndsWith(".lock", StringComparison.Ordinal));
        });
        ObjectReference reference = _store.PutAsync(paused).Now();
        Assert.Equal("object"u8, _store.ReadAsync(reference).Now());
        _store.Dispose();
        Assert.Empty(Directory.GetFiles(incoming));
    }

    [Fact]
    public void A_stream_that_fails_leaves_nothing()
    {
        using var stream = new FailingStream();
        Assert.Throws<IOException>(() => _store.PutAsync(stream).Now());
        _store.Dispose();
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Many_writers_and_readers_of_the_same_objects_agree()
    {
        byte[][] objects = [.. Enumerable.Range(0, 20).Select(i => Encoding.UTF8.GetBytes($"object {i}"))];
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            byte[] bytes = objects[i % objects.Length];
            Assert.Equal(bytes, _store.ReadAsync(_store.PutAsync(bytes).Now()).Now());
        });
    }

    private string PathOf(ObjectReference reference)
    {
        string name = reference.Digest.ToString();
        return Path.Combine(_directory.Path, name[..2], name[2..]);
    }

    /// <summary>Gives six bytes and lets something happen before it says that there are no more.</summary>
    private sealed class PausedStream(Action pause) : MemoryStream
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_reads++ > 0)
            {
                pause();
                return 0;
            }
            "object"u8.CopyTo(buffer);
            return 6;
        }
    }

    private sealed class FailingStream : MemoryStream
    {
        private int _reads;

        public override int Read(Span<byte> buffer) => _reads++ == 0 ? buffer.Length : throw new IOException("the disk is gone");

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
