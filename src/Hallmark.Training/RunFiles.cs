using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Training;

/// <summary>
/// The files of a run: a checkpoint after each step, and the model. They are named by the ledger through their digests; the
/// folder is only where they lie. Each is flushed before the statement that names it is signed.
/// </summary>
public sealed class RunFiles(string directory)
{
    public string Directory { get; } = directory;

    public string ModelPath => Path.Combine(Directory, "model.bin");

    public string CheckpointPath(int step) => Path.Combine(Directory, $"step-{step:D5}.checkpoint");

    /// <summary>The folder of a run below <paramref name="root"/>.</summary>
    public static RunFiles For(string root, string run) => new(Path.Combine(root, run.Replace('/', '-')));

    public ObjectReference Write(string path, byte[] bytes)
    {
        DurableDirectory.Create(Directory);
        DurableFile.Replace(path, bytes);
        return ObjectReference.Of(bytes);
    }

    /// <summary>The file's bytes where they are the ones named, null where they are missing or others.</summary>
    public static byte[]? TryRead(string path, ObjectReference expected)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != expected.Size)
        {
            return null;
        }
        byte[] bytes = File.ReadAllBytes(path);
        return Digest.Of(bytes) == expected.Digest ? bytes : null;
    }
}
