using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>A folder that a user has something read from.</summary>
internal static class InputFolder
{
    /// <param name="option">What names it.</param>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public static string Require(string option, string folder) => Directory.Exists(folder) ? folder
        : throw new UsageException($"{option}: {folder}: {(File.Exists(folder) ? "is a file, not a folder" : "there is no such folder")}");
}
