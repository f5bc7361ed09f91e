using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>
/// Locks of what two processes of a home must not do side by side, such as judging by one validator: <c>locks/TASK-NAME</c>. The later one
/// waits, and then sees what the other did. Contrast <see cref="HomeLock"/>, under which the ledger is written.
/// </summary>
internal static class TaskLock
{
    public const string Ingesting = "ingest";
    public const string Judging = "judge";
    public const string Registering = "register";
    public const string Rotating = "rotate";
    public const string Training = "train";

    /// <summary>Waits until no other process of the home does it, and looks at what they put on record.</summary>
    /// <param name="name">Of whose or what task: a member, a dataset, a schedule.</param>
    public static async Task<IDisposable> TakeAsync(Workspace workspace, string task, string name, CancellationToken cancellation)
    {
        IDisposable alone = await FileLock.TakeAsync(PathOf(workspace.Home, task, name), cancellation).ConfigureAwait(false);
        workspace.CatchUp();
        return alone;
    }

    /// <summary>The same without waiting; null where another process does it.</summary>
    public static IDisposable? TryTake(Home home, string task, string name) => FileLock.TryTake(PathOf(home, task, name));

    private static string PathOf(Home home, string task, string name)
    {
        home.Locks.Create();
        return home.Locks.PathOf($"{task}-{name.Replace('/', '-')}");
    }
}
