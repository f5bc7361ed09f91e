namespace Hallmark.Operations.Tests;

/// <summary>Progress heard on the thread that tells it, so that a test can do something at that very moment.</summary>
internal sealed class Heard(Action<ActionProgress> hear) : IProgress<ActionProgress>
{
    private readonly Lock _gate = new();

    public void Report(ActionProgress value)
    {
        lock (_gate)
        {
            hear(value);
        }
    }
}
