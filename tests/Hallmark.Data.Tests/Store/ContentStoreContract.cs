using System.Text;
using Hallmark.Data.Store;

namespace Hallmark.Data.Tests.Store;

/// <summary>What every content store must do, whatever it keeps its objects in. Each kind of store inherits it.</summary>
public abstract class ContentStoreContract
{
    private static readonly byte[] Content = "content"u8.ToArray();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IContentStore Store { get; }

    /// <summary>Puts other bytes where an object stands, behind the store's back.</summary>
    protected abstract void Damage(ObjectReference reference, byte[] bytes);

    [Fact]
    public async Task Gives_back_what_was_put_by_bytes_and_by_stream()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', 300_000));
        ObjectReference reference = await Store.PutAsync(bytes, Stop);
        Assert.Equal(ObjectReference.Of(bytes), reference);
        Assert.Equal(bytes, await Store.ReadAsync(reference, Stop));
        byte[] streamed = [.. bytes, 1];
        ObjectReference byStream = await Store.PutAsync(new MemoryStream(streamed), Stop);
        Assert.Equal(ObjectReference.Of(streamed), byStream);
        Assert.Equal(streamed, await Store.ReadAsync(byStream, Stop));
    }

    [Fact]
    public async Task An_object_without_bytes_is_an_object()
    {
        ObjectReference reference = await Store.PutAsync(Array.Empty<byte>(), Stop);
        Assert.Empty(await Store.ReadAsync(reference, Stop));
        Assert.Equal(reference, await Store.PutAsync(Stream.Null, Stop));
        Assert.True(await Store.ContainsAsync(reference, Stop));
    }

    [Fact]
    public async Task Putting_again_changes_nothing()
    {
        ObjectReference reference = await Store.PutAsync(Content, Stop);
        Assert.Equal(reference, await Store.PutAsync(Content, Stop));
        Assert.Equal(reference, await Store.PutAsync(new MemoryStream(Content), Stop));
        Assert.Equal(Content, await Store.ReadAsync(reference, Stop));
    }

    [Fact]
    public async Task The_bytes_of_an_object_are_its_readers_own()
    {
        byte[] bytes = [.. Content];
        ObjectReference reference = await Store.PutAsync(bytes, Stop);
        bytes[0] ^= 1;
        (await Store.ReadAsync(reference, Stop))[1] ^= 1;
        Assert.Equal(Content, await Store.ReadAsync(reference, Stop));
    }

    [Fact]
    public async Task What_is_not_there_is_missing()
    {
        var reference = ObjectReference.Of(Content);
        ContentException missing = await Assert.ThrowsAsync<ContentException>(async () => await Store.ReadAsync(reference, Stop));
        Assert.Equal((ContentFault.Missing, reference), (missing.Fault, missing.Reference));
        Assert.Null(await Store.OpenUnverifiedAsync(reference, Stop));
        Assert.False(await Store.ContainsAsync(reference, Stop));
        Assert.False(await Store.DeleteAsync(reference, Stop));
    }

    [Fact]
    public async Task What_was_altered_is_not_given_and_not_repaired()
    {
        foreach (byte[] other in (byte[][])["c0ntent"u8.ToArray(), "content and more"u8.ToArray(), "conten"u8.ToArray(), []])
        {
            ObjectReference reference = await Store.PutAsync(Content, Stop);
            Damage(reference, other);
            Assert.Equal(
                ContentFault.Altered,
                (await Assert.ThrowsAsync<ContentException>(async () => await Store.ReadAsync(reference, Stop))).Fault);
            Assert.Equal(
                ContentFault.Altered, (await Assert.ThrowsAsync<ContentException>(async () => await Store.PutAsync(Content, Stop))).Fault);
            Assert.Equal(
                ContentFault.Altered,
                (await Assert.ThrowsAsync<ContentException>(async () => await Store.PutAsync(new MemoryStream(Content), Stop))).Fault);
            Assert.True(await Store.ContainsAsync(reference, Stop));
            Assert.Equal(other, await UnverifiedAsync(reference));
            Assert.True(await Store.DeleteAsync(reference, Stop));
        }
    }

    [Fact]
    public async Task A_reference_of_another_size_names_no_object_that_is_there()
    {
        ObjectReference reference = await Store.PutAsync(Content, Stop);
        ObjectReference longer = reference with { Size = reference.Size + 1 };
        Assert.Equal(
            ContentFault.Altered, (await Assert.ThrowsAsync<ContentException>(async () => await Store.ReadAsync(longer, Stop))).Fault);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_can_be_put_again()
    {
        ObjectReference kept = await Store.PutAsync("kept"u8.ToArray(), Stop);
        ObjectReference reference = await Store.PutAsync(Content, Stop);
        Assert.True(await Store.DeleteAsync(reference, Stop));
        Assert.False(await Store.ContainsAsync(reference, Stop));
        Assert.False(await Store.DeleteAsync(reference, Stop));
        Assert.Equal("kept"u8.ToArray(), await Store.ReadAsync(kept, Stop));
        await Store.PutAsync(Content, Stop);
        Assert.Equal(Content, await Store.ReadAsync(reference, Stop));
    }

    [Fact]
    public async Task A_stream_that_fails_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(async () => await Store.PutAsync(new FailingStream(), Stop));
        Assert.False(await Store.ContainsAsync(ObjectReference.Of(FailingStream.Given), Stop));
        Assert.Null(await Store.OpenUnverifiedAsync(ObjectReference.Of(FailingStream.Given), Stop));
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_does_nothing()
    {
        ObjectReference reference = await Store.PutAsync(Content, Stop);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ReadAsync(reference, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteAsync(reference, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.PutAsync("other"u8.ToArray(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.PutAsync(new MemoryStream("third"u8.ToArray()), cancelled));
        Assert.True(await Store.ContainsAsync(reference, Stop));
        Assert.False(await Store.ContainsAsync(ObjectReference.Of("other"u8), Stop));
        Assert.False(await Store.ContainsAsync(ObjectReference.Of("third"u8), Stop));
    }

    [Fact]
    public async Task Many_writers_and_readers_of_the_same_objects_agree()
    {
        byte[][] objects = [.. Enumerable.Range(0, 20).Select(i => Encoding.UTF8.GetBytes($"object {i}"))];
        var wide = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop };
        await Parallel.ForAsync(0, 200, wide, async (i, stop) =>
        {
            byte[] bytes = objects[i % objects.Length];
            ObjectReference reference = i % 2 == 0 ? await Store.PutAsync(bytes, stop) : await Store.PutAsync(
                new MemoryStream(bytes), stop);
            Assert.Equal(bytes, await Store.ReadAsync(reference, stop));
        });
    }

    private async Task<byte[]> UnverifiedAsync(ObjectReference reference)
    {
        await using Stream stream = Assert.IsType<Stream>(await Store.OpenUnverifiedAsync(reference, Stop), exactMatch: false);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }

    /// <summary>Gives some bytes, and then the medium is gone.</summary>
    private sealed class FailingStream : MemoryStream
    {
        private int _reads;

        public static byte[] Given { get; } = new byte[100];

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ > 0)
            {
                throw new IOException("the disk is gone");
            }
            Given.CopyTo(buffer);
            return ValueTask.FromResult(Given.Length);
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("the disk is gone");
    }
}

/// <summary>The store of the tests is held to the same, so that what they show of it holds for the others.</summary>
public sealed class MemoryContentStoreTests : ContentStoreContract
{
    private readonly MemoryContentStore _store = new();

    protected override IContentStore Store => _store;

    protected override void Damage(ObjectReference reference, byte[] bytes) => _store.Objects[reference.Digest] = bytes;
}
