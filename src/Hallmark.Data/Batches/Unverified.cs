using Hallmark.Data.Store;

namespace Hallmark.Data.Batches;

/// <summary>Reads whatever stands under an object's name, for looking at damage.</summary>
internal static class Unverified
{
    /// <summary>Bytes behind its end in which an altered object is still looked at.</summary>
    private const long Grown = 1 << 20;

    /// <summary>
    /// All bytes, or null when there are none; hardly more than are on record, so that a grown file does no harm.
    /// </summary>
    public static async ValueTask<byte[]?> ReadAsync(IContentReader store, ObjectReference reference, CancellationToken cancellation)
    {
        long limit = reference.Size + Grown;
        Stream? stream = await store.OpenUnverifiedAsync(reference, cancellation).ConfigureAwait(false);
        if (stream is null)
        {
            return null;
        }
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, limit) : 0);
            byte[] buffer = new byte[1 << 16];
            int read;
            do
            {
                read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
                bytes.Write(buffer, 0, read);
            }
            while (read > 0 && bytes.Length <= limit);
            return bytes.ToArray();
        }
    }
}
