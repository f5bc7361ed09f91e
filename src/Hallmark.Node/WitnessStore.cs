using System.Security.Cryptography;
using System.Text;
using Hallmark.Evidence.Notes;
using Hallmark.Files;

namespace Hallmark.Node;

/// <summary>
/// What a witness has cosigned last, for each log: a file with the signed checkpoint, named <c>SHA-256(origin).checkpoint</c>.
/// One process holds the folder at a time. Losing a file is forgetting what was cosigned, so a file that cannot be read is an
/// error and never an empty record.
/// </summary>
public sealed class WitnessStore : IDisposable
{
    private readonly string _directory;
    private readonly FileStream _held;

    /// <exception cref="IOException">Another process holds the folder, or it cannot be made.</exception>
    public WitnessStore(string directory)
    {
        _directory = Path.GetFullPath(directory);
        DurableDirectory.Create(_directory);
        _held = new FileStream(Path.Combine(_directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>How a log is named in paths and addresses: lower-case hexadecimal SHA-256 of its origin.</summary>
    public static string IdOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    public string PathOf(string origin) => Path.Combine(_directory, NameOf(origin));

    /// <summary>The last checkpoint that was recorded for a log; null for none.</summary>
    /// <exception cref="Hallmark.Evidence.MalformedException">The file is no note.</exception>
    /// <exception cref="FileRefusedException">It is no file, or cannot be read.</exception>
    public SignedNote? Find(string origin) =>
        new RegularFiles(_directory).Read(NameOf(origin), SignedNote.MaxBytes).OrNull() is { } bytes ? SignedNote.Read(bytes) : null;

    /// <summary>Returns once the note is what <see cref="Find"/> answers, whatever happens to the machine afterwards.</summary>
    /// <exception cref="IOException">It may or may not be recorded: nothing may be answered.</exception>
    public void Record(string origin, SignedNote note) => DurableFile.Replace(PathOf(origin), note.ToBytes());

    public void Dispose() => _held.Dispose();

    private static string NameOf(string origin) => IdOf(origin) + ".checkpoint";
}
