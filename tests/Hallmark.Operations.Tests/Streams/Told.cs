using Hallmark.Operations.Streams;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>Told on the thread that tells it.</summary>
internal sealed class Told(Action<StreamEvent> hear) : IProgress<StreamEvent>
{
    public void Report(StreamEvent value)
    {
        lock (hear)
        {
            hear(value);
        }
    }
}
