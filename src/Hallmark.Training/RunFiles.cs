using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Training;

/// <summary>
/// The files of a run: a checkpoint after each step, and the model. They are named by the ledger through their digests; the
/// folder is only where they lie. Each is flushed before the statement that names it is signed.
/// </summary>
public sealed class RunFiles(RegularFiles files)
{
    public string Directory => files.Path;

    /// <summary>What lies there.</summary>
    public RegularFiles Files => files;

    public const string Model = "model.bin";

    public static string Checkpoint(int step) => $"step-{step:D5}.checkpoint";

    /// <summary>The folder of a run below <paramref name="runs"/>.</summary>
    public static RunFiles For(RegularFiles runs, string run) => new(runs.In(FolderOf(run)));

    /// <summary>The name of a run's folder.</summary>
    public static string FolderOf(string run) => run.Replace('/', '-');

    public string PathOf(string name) => files.PathOf(name);

    public ObjectReference Write(string name, byte[] bytes)
    {
        files.Create();
        DurableFile.Replace(files.PathOf(name), bytes);
        return ObjectReference.Of(bytes);
    }

    /// <summary>The file's bytes where they are the ones named, null where they are missing or others, or no regular file.</summary>
    /// <exception cref="FileRefusedException">The file is there, and this user cannot read it.</exception>
    public byte[]? TryRead(string name, ObjectReference expected)
    {
        int limit = (int)Math.Min(expected.Size, Array.MaxLength);
        FileAnswer<byte[]> answer = files.Read(name, limit);
        byte[]? bytes = answer is FileAnswer<byte[]>.Refused { Why: not FileRefusal.Unreadable } ? null : answer.OrNull();
        return bytes?.Length == expected.Size && Digest.Of(bytes) == expected.Digest ? bytes : null;
    }
}
