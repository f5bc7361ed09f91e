namespace Hallmark.Files;

/// <summary>
/// Single files that a user names on a command line, which may be links and lie anywhere. Contrast <see cref="RegularFiles"/>: what is in a
/// folder that somebody else filled.
/// </summary>
public static class InputFiles
{
    /// <summary>What is piped into this process, once.</summary>
    public static Stream OpenStandardInput() => Console.OpenStandardInput();

    /// <summary>
    /// Opens a regular file for reading. A pipe or a device is refused: it gives its bytes once, or never ends, and what is registered must
    /// be there to be looked at again.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FileRefusedException">It is no regular file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static FileStream Open(string path)
    {
        if (FileFacts.FindTarget(path) is { Kind: not FileKind.Regular } facts)
        {
            throw new FileRefusedException(path, FileRefusal.Kind, $"is {facts.InWords}, not a file");
        }
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
    }
}
