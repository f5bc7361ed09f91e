namespace Hallmark.Operations.Streams;

/// <summary>
/// Which messages were taken already. Where a field names them: the last ones by that name. Where none does, only a message that its sender
/// sends again can be one that is known: it has the number that its sender knew it by, and the same text. Two messages of the same text are
/// two messages. Memory does not grow with the stream.
/// </summary>
/// <param name="named">Whether a field names messages.</param>
/// <param name="window">How many of them are known.</param>
internal sealed class KnownMessages(bool named, int window)
{
    private readonly HashSet<UInt128> _names = [];
    private readonly Queue<UInt128> _order = [];
    private readonly UInt128?[] _byPacket = new UInt128?[named ? 0 : ushort.MaxValue + 1];

    public void Add(SpooledMessage message)
    {
        if (!named)
        {
            _byPacket[message.Packet] = message.Identity;
        }
        else if (_names.Add(message.Identity))
        {
            _order.Enqueue(message.Identity);
            if (_order.Count > window)
            {
                _names.Remove(_order.Dequeue());
            }
        }
    }

    /// <param name="isAgain">Whether its sender says that it may have sent it before.</param>
    public bool Has(SpooledMessage message, bool isAgain) => named
        ? _names.Contains(message.Identity)
        : isAgain && message.Packet != 0 && _byPacket[message.Packet] == message.Identity;
}
