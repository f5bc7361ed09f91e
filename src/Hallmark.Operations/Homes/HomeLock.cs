using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>The writer's lock of a home; whoever holds it writes the ledger. It ends with its process at the latest.</summary>
internal static class HomeLock
{
    /// <returns>The lock, held until it is disposed; null where another one holds it.</returns>
    /// <exception cref="FailureException">Nobody can write here: the home is read-only, or somebody else's.</exception>
    public static IDisposable? TryTake(Home home)
    {
        try
        {
            return FileLock.TryTake(home.LockPath);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not DirectoryNotFoundException)
        {
            throw new FailureException($"nothing can be written in {home.Directory}: {e.Message}");
        }
    }
}
