namespace Hallmark.Files;

/// <summary>
/// Files being written before they get their names. Each instance that writes holds a lock file whose name begins the names of
/// its files, for as long as it lives; files whose lock nobody holds belong to a process that has died, and are removed by whoever may
/// write there alone, never by somebody who only came to write or to read. The lock is the operating system's, so it goes with its process.
/// Safe for use by several threads. For folders of many files; a single one is written beside its place (<see cref="DurableFile"/>).
/// </summary>
public sealed class IncomingFiles : IDisposable
{
    /// <summary>How such a folder is called in the folder of those files.</summary>
    public const string FolderName = "incoming";

    private const string LockSuffix = ".lock";
    private readonly string _directory;
    private readonly Lock _gate = new();
    private FileStream? _lock; // taken by the first file, so that a store that only reads writes nothing
    private string _prefix = "";
    private int _sequence;

    /// <param name="directory">Made when the first file is written.</param>
    public IncomingFiles(string directory) => _directory = directory;

    /// <summary>
    /// Removes what dead processes left in a folder of incoming files; for whoever holds the lock of the home that it is in. Only regular
    /// files of that very folder are removed: no link is followed.
    /// </summary>
    /// <exception cref="IOException">The folder is a link, or a file cannot be removed.</exception>
    public static void RemoveLeftovers(RegularFiles directory)
    {
        using FolderHandle? folder = directory.OpenFolder();
        if (folder is null)
        {
            return;
        }
        HashSet<string> held = new(StringComparer.Ordinal);
        // Listed before the locks are tried: newer files are not looked at.
        string[] files = [.. Directory.GetFiles(folder.Path).Where(path => FileFacts.Find(path) is { Kind: FileKind.Regular })];
        foreach (string path in files.Where(path => path.EndsWith(LockSuffix, StringComparison.Ordinal)))
        {
            using FileStream? dead = TryLock(path, FileMode.Open); // deleted when it is closed
            if (dead is null)
            {
                held.Add(path[..^LockSuffix.Length]);
            }
        }
        foreach (string path in files.Where(path => !path.EndsWith(LockSuffix, StringComparison.Ordinal)))
        {
            if (!held.Contains(path[..Math.Max(0, path.LastIndexOf('-'))]))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>A new file, open for writing.</summary>
    public FileStream Create(out string path)
    {
        lock (_gate)
        {
            TakeLock();
            path = Path.Combine(_directory, $"{_prefix}-{++_sequence}");
        }
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            _lock = null;
        }
    }

    private void TakeLock()
    {
        if (_lock is null)
        {
            Directory.CreateDirectory(_directory);
        }
        while (_lock is null)
        {
            _prefix = Path.GetRandomFileName();
            string path = Path.Combine(_directory, _prefix + LockSuffix);
            FileStream? taken = TryLock(path, FileMode.CreateNew);
            if (taken is not null && File.Exists(path))
            {
                _lock = taken;
                return;
            }
            taken?.Dispose(); // another store took the lock file for a leftover before it was locked
        }
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null; // held by another store, or gone
        }
    }
}
