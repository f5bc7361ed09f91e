namespace Hallmark.Scheduling;

/// <summary>Records over records per second: seconds as a fraction of whole numbers, so that comparing them is exact.</summary>
internal readonly record struct WorkTime(long Records, long PerSecond) : IComparable<WorkTime>
{
    public double Seconds => Records / (double)PerSecond;

    public int CompareTo(WorkTime other) => ((Int128)Records * other.PerSecond).CompareTo((Int128)other.Records * PerSecond);

    public static WorkTime Later(WorkTime a, WorkTime b) => a.CompareTo(b) >= 0 ? a : b;
}
