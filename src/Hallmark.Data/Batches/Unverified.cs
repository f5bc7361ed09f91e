using Hallmark.Data.Custody;
using Hallmark.Data.Store;

namespace Hallmark.Data.Batches;

/// <summary>Reads whatever stands under an object's name, for looking at damage.</summary>
internal static class Unverified
{
    private static readonly long Limit = SealedObject.SizeOf(ContentFormat.SizeLimit);

    /// <summary>All bytes, or null when there are none; at most as many as an object of a batch can have, so that a grown file does no harm.</summary>
    public static byte[]? Read(IContentStore store, ObjectReference reference)
    {
        using Stream? stream = store.ReadUnverified(reference);
        if (stream is null)
        {
            return null;
        }
        using var bytes = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, Limit) : 0);
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0 && bytes.Length <= Limit; read = stream.Read(buffer))
        {
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
