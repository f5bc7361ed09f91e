using Hallmark.Files;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>A file or folder that a user wants something written to.</summary>
internal static class OutputFile
{
    /// <summary>Refuses what could never be written, before anything is put on record for it.</summary>
    /// <exception cref="UsageException">There is no such folder, or a folder or a device stands in the file's place.</exception>
    public static void Require(string option, string? path)
    {
        if (path is null)
        {
            return;
        }
        string full = Path.GetFullPath(path);
        if (FileFacts.FindTarget(full) is { Kind: not FileKind.Regular and var kind })
        {
            string found = kind == FileKind.Folder ? "a folder" : "no regular file, and what is there is not replaced";
            throw new UsageException($"{option}: {path} is {found}");
        }
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new UsageException($"{option}: there is no folder {Path.GetDirectoryName(full)}");
        }
    }

    /// <summary>The same of a folder that files are written to, which is made where there is none.</summary>
    /// <exception cref="UsageException">Something else stands in its place.</exception>
    public static void RequireFolder(string option, string path)
    {
        if (FileFacts.FindTarget(Path.GetFullPath(path)) is { Kind: not FileKind.Folder and var kind })
        {
            throw new UsageException($"{option}: {path} is {(kind == FileKind.Regular ? "a file" : "something else")}, not a folder");
        }
    }
}
