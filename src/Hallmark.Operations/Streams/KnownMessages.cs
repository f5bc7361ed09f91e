namespace Hallmark.Operations.Streams;

/// <summary>What a message is to those that were taken already.</summary>
internal enum Standing
{
    /// <summary>None of them.</summary>
    New,

    /// <summary>One of them, sent again.</summary>
    Again,

    /// <summary>None of them, though it has the name of one: to drop it would lose it.</summary>
    Conflicting,
}

/// <summary>
/// Which messages were taken already. Where a field names them: the last ones by that name, with the
/// digest of their text, as a name that is used twice is no second sending. Where none does, only a message that its sender
/// sends again can be one that is known: it has the number that its sender knew it by, and the same text. Two messages of the same text are
/// two messages. Memory does not grow with the stream.
/// </summary>
/// <param name="named">Whether a field names messages.</param>
/// <param name="window">How many of them are known.</param>
internal sealed class KnownMessages(bool named, int window)
{
    private readonly Dictionary<UInt128, UInt128> _texts = []; // by name
    private readonly Queue<UInt128> _order = [];
    private readonly UInt128?[] _byPacket = new UInt128?[named ? 0 : ushort.MaxValue + 1];

    public void Add(SpooledMessage message)
    {
        if (!named)
        {
            _byPacket[message.Packet] = message.Identity;
        }
        else if (_texts.TryAdd(message.Identity, TextOf(message)))
        {
            _order.Enqueue(message.Identity);
            if (_order.Count > window)
            {
                _texts.Remove(_order.Dequeue());
            }
        }
    }

    /// <param name="isAgain">Whether its sender says that it may have sent it before.</param>
    public Standing Of(SpooledMessage message, bool isAgain)
    {
        if (named)
        {
            return !_texts.TryGetValue(message.Identity, out UInt128 text) ? Standing.New
                : text == TextOf(message) ? Standing.Again
                : Standing.Conflicting;
        }
        return isAgain && message.Packet != 0 && _byPacket[message.Packet] == message.Identity ? Standing.Again : Standing.New;
    }

    private static UInt128 TextOf(SpooledMessage message) => SpooledMessage.IdentityOf(message.Json.Span);
}
