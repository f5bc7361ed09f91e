namespace Hallmark.Bench;

/// <summary>A folder of the bench's own; gone with it.</summary>
internal sealed class BenchFolder(string directory) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(directory, $"hallmark-bench-{Environment.ProcessId}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
