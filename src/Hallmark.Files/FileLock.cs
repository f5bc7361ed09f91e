namespace Hallmark.Files;

/// <summary>
/// A lock that processes wait for, as an empty file that stays: what they do under it happens one after the other. It ends with its
/// process at the latest.
/// </summary>
public static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until nobody else holds it.</summary>
    /// <param name="path">Of the file, made where it is not there; its folder must be.</param>
    /// <returns>Held until it is disposed.</returns>
    /// <exception cref="IOException">No such file can be made or locked.</exception>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake(path) is { } held)
            {
                return held;
            }
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The same without waiting.</summary>
    /// <returns>Null where somebody else holds it.</returns>
    /// <exception cref="FileRefusedException">Something else stands there: a link would make a file wherever it leads.</exception>
    /// <exception cref="IOException">No such file can be made or locked.</exception>
    public static IDisposable? TryTake(string path)
    {
        if (FileFacts.Find(path) is { Kind: not FileKind.Regular } other)
        {
            throw new FileRefusedException(path, FileRefusal.Kind, $"is {other.InWords}, not the file of a lock");
        }
        // Not FileShare.None: on Unix that is a lock of its own, which says the same of a process and of a folder that nobody may write.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            if (LinuxFile.TryLock(file.SafeFileHandle, path))
            {
                return file;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
        file.Dispose();
        return null;
    }
}
