namespace Hallmark.Sources.Streams;

/// <summary>
/// Messages that come one by one, for as long as anybody sends any. Contrast <see cref="Data.Sources.IRecordSource"/>, which can be read
/// again: who takes a message keeps it before he acknowledges it.
/// </summary>
public interface IMessageStream
{
    /// <summary>Where the messages come from, without secrets.</summary>
    string Name { get; }

    /// <summary>All messages, in the order in which they come; ends where no more can come.</summary>
    /// <exception cref="StreamException">Whoever has the messages does not give them, and asking again would not help.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    IAsyncEnumerable<StreamMessage> ReadAsync(CancellationToken cancellation);
}

/// <summary>One message as it came.</summary>
/// <param name="Payload">At most <see cref="Limit"/> bytes and one, which says that there were more.</param>
public sealed record StreamMessage(ReadOnlyMemory<byte> Payload)
{
    /// <summary>Most bytes of a message.</summary>
    public const int Limit = 256 << 10;

    /// <summary>Number by which its sender knows it until it is acknowledged; 0 where it has none.</summary>
    public ushort Packet { get; init; }

    /// <summary>Whether its sender says that it may have sent it before, under the same number.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Tells its sender that it is kept; does nothing where the sender is gone, who will send it again.</summary>
    public Func<CancellationToken, Task> AcknowledgeAsync { get; init; } = _ => Task.CompletedTask;
}

/// <summary>A stream that cannot be had as it was asked for; one sentence.</summary>
public sealed class StreamException(string message) : Exception(message);
