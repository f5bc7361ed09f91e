namespace Hallmark.Data.Sources.Gzip;

/// <summary>
/// Stored bytes from a place on, for who unpacks them. What unpacks takes more than it needs and does not say how much; this says which
/// bytes it took last, and gives them one by one where it is asked to.
/// </summary>
/// <param name="stored">Seekable.</param>
/// <param name="start">The first byte given.</param>
/// <param name="singleFrom">From here on bytes are given one by one.</param>
internal sealed class GzipStored(Stream stored, long start, long singleFrom = long.MaxValue) : ForwardStream
{
    /// <summary>The first of the bytes that were given last.</summary>
    public long LastFrom { get; private set; } = start;

    /// <summary>Behind the last byte that was given.</summary>
    public long LastTo { get; private set; } = start;

    public override int Read(Span<byte> buffer)
    {
        LastFrom = LastTo;
        stored.Position = LastFrom;
        int most = (int)Math.Min(buffer.Length, Math.Max(1, singleFrom - LastFrom));
        LastTo += stored.Read(buffer[..most]);
        return (int)(LastTo - LastFrom);
    }
}
