namespace Hallmark.Scheduling;

public static class Scheduler
{
    public static ScheduleResult Choose(IEnumerable<Candidate> candidates, ScheduleOptions options, SchedulingTime? time = null) => throw new NotImplementedException(candidates.ToString() + options + time);
}
