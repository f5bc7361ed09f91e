using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>A file that a user wants something written to.</summary>
internal static class OutputFile
{
    /// <summary>Refuses what could never be written, before anything is put on record for it.</summary>
    /// <exception cref="UsageException">There is no such folder, or a folder stands in the file's place.</exception>
    public static void Require(string option, string? path)
    {
        if (path is null)
        {
            return;
        }
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new UsageException($"{option}: {path} is a folder");
        }
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new UsageException($"{option}: there is no folder {Path.GetDirectoryName(full)}");
        }
    }
}
