namespace Hallmark.Files;

/// <summary>What came of looking for a file of a folder for whose contents nobody vouches; nothing else can.</summary>
/// <typeparam name="T">What is wanted of the file.</typeparam>
public abstract record FileAnswer<T>
    where T : class
{
    private FileAnswer()
    {
    }

    /// <summary>A regular file, of the folder itself, and not too large.</summary>
    public sealed record Found(T Value) : FileAnswer<T>;

    /// <summary>Nothing has that name.</summary>
    public sealed record Missing : FileAnswer<T>;

    /// <summary>Something has that name and was not read.</summary>
    /// <param name="Path">Where it lies.</param>
    /// <param name="Why">What kind of reason it is.</param>
    /// <param name="Reason">The same as the end of a sentence, such as "is a pipe, not a regular file".</param>
    public sealed record Refused(string Path, FileRefusal Why, string Reason) : FileAnswer<T>;

    /// <summary>What was found, or null where nothing is; for callers to whom a refusal is a failure like any other of the disk.</summary>
    /// <exception cref="FileRefusedException">Something is there and was not read.</exception>
    public T? OrNull() => this switch
    {
        Found found => found.Value,
        Refused refused => throw new FileRefusedException(refused.Path, refused.Why, refused.Reason),
        _ => null,
    };
}

/// <summary>Why a file was not read.</summary>
public enum FileRefusal
{
    /// <summary>It, or a folder on the way to it, is a symbolic link, which may lead anywhere.</summary>
    Link,

    /// <summary>It is a folder, a pipe, a socket or a device, or a folder on the way to it is none.</summary>
    Kind,

    /// <summary>It has more bytes than a file of its kind can have.</summary>
    Size,

    /// <summary>The system does not let this user read it, or could not: that says nothing of what it is.</summary>
    Unreadable,
}

/// <summary>A file was not read, for a reason that lies in the file; contrast other failures of the disk.</summary>
public sealed class FileRefusedException(string path, FileRefusal why, string reason) : IOException($"{path}: {reason}")
{
    /// <summary>The message without the path: the end of a sentence.</summary>
    public string Reason { get; } = reason;

    public FileRefusal Why { get; } = why;
}
