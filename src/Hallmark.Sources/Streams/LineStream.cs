using System.Runtime.CompilerServices;

namespace Hallmark.Sources.Streams;

/// <summary>
/// The lines of a pipe, each of them a message. Nobody is there to be told that one is kept: who pipes the same again after a break says by
/// a field which is which.
/// </summary>
public sealed class LineStream(string name, Stream stream) : IMessageStream
{
    public string Name { get; } = name;

    public async IAsyncEnumerable<StreamMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[] buffer = new byte[StreamMessage.Limit];
        var line = new MemoryStream();
        // A terminal or a pipe is read by a call that nothing ends but its next bytes.
        for (int read; (read = await Task.Run(() => stream.Read(buffer), cancellation).WaitAsync(cancellation).ConfigureAwait(false)) > 0;)
        {
            int start = 0;
            for (int end; (end = buffer.AsSpan(start, read - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                Add(line, buffer.AsSpan(start, end));
                if (Take(line) is { } message)
                {
                    yield return message;
                }
            }
            Add(line, buffer.AsSpan(start, read - start));
        }
        if (Take(line) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>What is beyond the limit is passed over, so that a line without an end takes no memory.</summary>
    private static void Add(MemoryStream line, ReadOnlySpan<byte> bytes) =>
        line.Write(bytes[..(int)Math.Min(bytes.Length, StreamMessage.Limit + 1 - line.Length)]);

    /// <returns>Null for a blank line.</returns>
    private static StreamMessage? Take(MemoryStream line)
    {
        byte[] bytes = line.ToArray();
        line.SetLength(0);
        return bytes.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : new StreamMessage(bytes);
    }
}
