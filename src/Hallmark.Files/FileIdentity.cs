using System.Collections.Concurrent;

namespace Hallmark.Files;

/// <summary>
/// By what a file is told to be as it was without reading it: where it lies, how long it is, and when it was last written and changed. The
/// last no program can set, so a file that was written has another, even where its time of writing was put back. Times are nanoseconds
/// since 1970 by the system's clock: whoever sets that back may write unseen.
/// </summary>
public readonly record struct FileIdentity(ulong Device, ulong Number, long Length, long Written, long Changed)
{
    /// <summary>Changes that follow each other closer than this may have one time: far more than any of these file systems needs.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(2);

    /// <summary>File systems of the machine itself that keep the time of each change; others are read anew.</summary>
    private static readonly HashSet<string> Known =
        new(["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay", "overlayfs"], StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<ulong, bool> KnownDevices = new();

    /// <summary>Of the file that a path leads to; null where there is no regular one, or where it cannot be told by this.</summary>
    public static FileIdentity? Find(string path)
    {
        if (!OperatingSystem.IsLinux() || FileFacts.FindIdentity(path) is not { } found)
        {
            return null;
        }
        return KnownDevices.GetOrAdd(found.Device, static (_, path) => IsKnown(path), path) ? found : null;
    }

    /// <summary>Whether a change from that moment on shows.</summary>
    public bool WasSettledAt(DateTimeOffset moment)
    {
        long latest = (moment - Blur - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return Written < latest && Changed < latest;
    }

    private static bool IsKnown(string path)
    {
        try
        {
            return Known.Contains(new DriveInfo(Path.GetFullPath(path)).DriveFormat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
