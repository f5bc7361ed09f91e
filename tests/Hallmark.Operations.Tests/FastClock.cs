namespace Hallmark.Operations.Tests;

/// <summary>A clock that runs faster, so that what ends after minutes can be waited for.</summary>
internal sealed class FastClock(int times) : TimeProvider
{
    public override long TimestampFrequency => System.TimestampFrequency / times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime / times, period);
}
