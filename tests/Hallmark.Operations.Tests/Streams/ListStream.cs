using System.Runtime.CompilerServices;
using System.Text;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>Messages that a test has, and which of them were acknowledged.</summary>
internal sealed class ListStream(IEnumerable<StreamMessage> messages) : IMessageStream
{
    private int _acknowledged;
    private int _given;

    public ListStream(IEnumerable<string> messages)
        : this(messages.Select(Message))
    {
    }

    public string Name => "list";

    /// <summary>What comes behind the last message: nothing, unless a test says otherwise.</summary>
    public Func<CancellationToken, Task> End { get; init; } = _ => Task.CompletedTask;

    public int Acknowledged => _acknowledged;

    /// <summary>Most messages that were given and not acknowledged.</summary>
    public int MostAhead { get; private set; }

    public static StreamMessage Message(string text) => new(
        Encoding.UTF8.GetBytes(text).AsMemory(0, Math.Min(Encoding.UTF8.GetByteCount(text), StreamMessage.Limit + 1)));

    public async IAsyncEnumerable<StreamMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (StreamMessage message in messages)
        {
            cancellation.ThrowIfCancellationRequested();
            MostAhead = Math.Max(MostAhead, ++_given - Volatile.Read(ref _acknowledged));
            yield return message with
            {
                AcknowledgeAsync = _ =>
                {
                    Interlocked.Increment(ref _acknowledged);
                    return Task.CompletedTask;
                },
            };
        }
        await End(cancellation);
    }
}
