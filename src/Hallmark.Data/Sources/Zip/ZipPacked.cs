namespace Hallmark.Data.Sources.Zip;

/// <summary>
/// The packed bytes of one file of a zip file. The last is given by itself: who unpacks takes more than it needs and does not say how much,
/// but it does not ask for a byte behind the end of what it unpacks.
/// </summary>
/// <param name="bytes">The zip file.</param>
/// <param name="start">Where they begin.</param>
/// <param name="length">How many there are.</param>
internal sealed class ZipPacked(ZipBytes bytes, long start, long length) : ForwardStream
{
    private long _position;

    /// <summary>Whether all were taken.</summary>
    public bool IsAllTaken => _position == length;

    public override int Read(Span<byte> buffer)
    {
        long left = length - _position;
        int most = (int)Math.Min(buffer.Length, left > 1 ? left - 1 : left);
        int read = most == 0 ? 0 : bytes.ReadAt(start + _position, buffer[..most]);
        _position += read;
        return read;
    }
}
