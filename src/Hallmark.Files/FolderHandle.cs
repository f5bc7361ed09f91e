using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files;

/// <summary>A folder kept open: by its path it is reached, and no other, whatever becomes of its name meanwhile (proc(5)).</summary>
/// <param name="handle">Null where the system has no such thing.</param>
/// <param name="path">Where it was found.</param>
internal sealed class FolderHandle(SafeFileHandle? handle, string path) : IDisposable
{
    public string Path { get; } = handle is null ? path : $"/proc/self/fd/{handle.DangerousGetHandle()}";

    public void Dispose() => handle?.Dispose();
}
