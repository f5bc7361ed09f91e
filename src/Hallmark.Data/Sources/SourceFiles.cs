using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Sources;

/// <summary>
/// The files that a user named, as they are given, with their digests: what a registration binds its records to. They are hashed before the
/// records are read and looked at again after that, so that records of a file that changed meanwhile are bound to neither. A file that is
/// told to be the one that was hashed before (<see cref="FileIdentity"/>) is not hashed again.
/// </summary>
public sealed class SourceFiles
{
    private const int PieceSize = 256 << 10;

    private readonly string _root;
    private readonly IReadOnlyList<SourceBytes> _files;
    private readonly Dictionary<string, int> _numbers; // by name: a source can have a million of them
    private readonly long[] _sizes;
    private readonly Digest[] _digests;
    private readonly FileIdentity?[] _identities; // null where only hashing tells

    private SourceFiles(string root, IReadOnlyList<SourceBytes> files, KnownFiles? known)
    {
        (_root, _files) = (root, files);
        _numbers = new Dictionary<string, int>(files.Count, StringComparer.Ordinal);
        (_sizes, _digests, _identities) = (new long[files.Count], new Digest[files.Count], new FileIdentity?[files.Count]);
        for (int i = 0; i < files.Count; i++)
        {
            Look(i, known);
            _numbers.Add(files[i].Name, i);
        }
    }

    /// <summary>In the order in which they are read.</summary>
    public IEnumerable<SourceFileFacts> Facts => Enumerable.Range(0, _files.Count).Select(FactsOf);

    /// <summary>How many of them were hashed; the others are as they were when they were.</summary>
    public int Hashed { get; private set; }

    /// <summary>Reads and hashes what a path stands for.</summary>
    /// <param name="path">As <see cref="RecordSources"/> takes it; what is no file, folder, pattern or standard input has no files.</param>
    /// <param name="known">Files that were hashed before; those that are hashed now come to it. Null for none.</param>
    /// <exception cref="SourceException">A file cannot be read.</exception>
    public static SourceFiles Of(string path, KnownFiles? known = null)
    {
        if (RecordSources.FindFolder(path) is { } folder)
        {
            return new SourceFiles(folder.Root.Length == 0 ? "" : folder.Root + "/", folder.Files, known);
        }
        SourceBytes file = RecordSources.BytesOf(path);
        return new SourceFiles(path[..(path.LastIndexOf('/') + 1)], [file], known);
    }

    /// <summary>The file that a source names (<see cref="IRecordSource.Locate"/>); of what lies in a zip file, that file.</summary>
    public SourceFileFacts Find(string located)
    {
        if (_numbers.TryGetValue(located, out int number))
        {
            return FactsOf(number);
        }
        string package = _files.Select(file => file.Name).First(name => located.StartsWith(name + "/", StringComparison.Ordinal));
        return FactsOf(_numbers[package]) with { Name = located[_root.Length..] };
    }

    /// <exception cref="SourceException">A file is not what it was when this was made.</exception>
    public void RequireUnchanged()
    {
        for (int i = 0; i < _files.Count; i++)
        {
            bool isTold = _identities[i] is { } identity && FileIdentity.Find(_files[i].Name) == identity;
            if (!isTold && Hash(_files[i]) != (_sizes[i], _digests[i]))
            {
                throw Changed(_files[i]);
            }
        }
    }

    /// <summary>Puts the files into a store, as they are given.</summary>
    /// <exception cref="SourceException">A file is not what it was when this was made; what it was meanwhile may stay in the
    /// store.</exception>
    /// <exception cref="ContentException">The store holds other bytes under a file's digest.</exception>
    public async Task KeepAsync(IContentStore store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        for (int i = 0; i < _files.Count; i++)
        {
            using Stream stream = SourceFile.Guard(_files[i].Name, _files[i].OpenStored);
            if ((await store.PutAsync(stream, cancellation).ConfigureAwait(false)).Digest != _digests[i])
            {
                throw Changed(_files[i]);
            }
        }
    }

    /// <summary>A file that is written while it is hashed, or just was, is told by its bytes alone.</summary>
    private void Look(int number, KnownFiles? known)
    {
        SourceBytes file = _files[number];
        DateTimeOffset now = DateTimeOffset.UtcNow;
        FileIdentity? identity = file.IsFile ? FileIdentity.Find(file.Name) : null;
        if (identity is { } there && known?.Find(file.Name, there) is { } digest)
        {
            (_sizes[number], _digests[number], _identities[number]) = (there.Length, digest, identity);
            return;
        }
        (_sizes[number], _digests[number]) = Hash(file);
        Hashed++;
        if (identity is { } before && before.WasSettledAt(now) && FileIdentity.Find(file.Name) == before)
        {
            _identities[number] = before;
            known?.Add(file.Name, before, _digests[number]);
        }
    }

    private static SourceException Changed(SourceBytes file) =>
        new(file.Name, null, null, "changed while it was read; nothing of it is on record");

    private SourceFileFacts FactsOf(int number)
    {
        string name = _files[number].Name;
        return new SourceFileFacts(
            name.StartsWith(_root, StringComparison.Ordinal) ? name[_root.Length..] : name, _sizes[number], _digests[number]);
    }

    private static (long Size, Digest Digest) Hash(SourceBytes file) => SourceFile.Guard(file.Name, () =>
    {
        using Stream stream = file.OpenStored();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[SourceFile.PieceOf(stream, PieceSize)];
        long size = 0;
        for (int read; (read = stream.Read(piece)) > 0; size += read)
        {
            hash.AppendData(piece, 0, read);
        }
        return (size, Digest.FromBytes(hash.GetHashAndReset()));
    });
}
