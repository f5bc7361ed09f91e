using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>The writer's lock of a home; whoever holds it writes the ledger. It ends with its process at the latest.</summary>
internal static class HomeLock
{
    /// <returns>The lock, held until it is closed; null where another one holds it.</returns>
    /// <exception cref="FailureException">Nobody can write here: the home is read-only, or somebody else's.</exception>
    public static FileStream? TryTake(Home home)
    {
        FileStream? file = null;
        try
        {
            // Not FileShare.None: on Unix that is a lock of its own, which says the same of a process and of a folder that nobody may
            // write.
            file = new FileStream(home.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (LinuxFile.TryLock(file.SafeFileHandle, file.Name))
            {
                return file;
            }
            file.Dispose();
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not DirectoryNotFoundException)
        {
            file?.Dispose();
            throw new FailureException($"nothing can be written in {home.Directory}: {e.Message}");
        }
    }
}
