namespace Hallmark.Operations;

/// <summary>Tells an action's progress from what the floors below tell, each in its own words.</summary>
internal static class ProgressOf
{
    /// <param name="stage">What is being done.</param>
    /// <param name="detail">How far it is, in words.</param>
    public static IProgress<T> Stage<T>(this IProgress<ActionProgress> progress, string stage, Func<T, string> detail) =>
        new Told<T>(progress, stage, detail);

    /// <summary>For whoever tells a part of a stage and the share of it that is done.</summary>
    /// <param name="doing">What is done with each part, e.g. "checking".</param>
    public static Action<string, double> Parts(this IProgress<ActionProgress> progress, string doing) =>
        (part, share) => progress.Report(new ActionProgress($"{doing} {part}", $"{share:P0}"));

    /// <summary>Tells on the calling thread, in order; <see cref="Progress{T}"/> would post it elsewhere.</summary>
    private sealed class Told<T>(IProgress<ActionProgress> progress, string stage, Func<T, string> detail) : IProgress<T>
    {
        public void Report(T value) => progress.Report(new ActionProgress(stage, detail(value)));
    }
}
