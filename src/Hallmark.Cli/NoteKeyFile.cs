using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;

namespace Hallmark.Cli;

/// <summary>Private Ed25519 keys in files of their own, which only the owner may read.</summary>
internal static class NoteKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The key in this file, which is made where there is none.</summary>
    /// <exception cref="UsageException">The file holds no such key.</exception>
    /// <exception cref="Ed25519UnavailableException">The machine has no library for it.</exception>
    public static Ed25519Key FindOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }
        try
        {
            return Ed25519Key.FromPem(File.ReadAllText(path));
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <summary>Whole and durable before it has its name. Where two processes make one at the same time, the first one's stays.</summary>
    private static void Create(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        DurableDirectory.Create(Path.GetDirectoryName(directory)!);
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        string beside = $"{path}.{Environment.ProcessId}.new";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (Ed25519Key key = Ed25519Key.Create())
        using (var file = new FileStream(beside, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ToPem()));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
        DurableDirectory.Flush(directory);
    }
}
