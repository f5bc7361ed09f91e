using System.Globalization;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Custody;

/// <summary>What is to be said of a file that a custodian keeps.</summary>
public enum CustodyFaultKind
{
    /// <summary>It is not what was kept, or not what the record says.</summary>
    Altered,

    /// <summary>What it names is not here.</summary>
    Missing,

    /// <summary>It was looked at from outside only: the key that opens it is not here.</summary>
    Unopened,

    /// <summary>Nothing on record needs it: an unfinished registration or withdrawal left it.</summary>
    Unused,

    /// <summary>It says what was kept, in other bytes than a custodian writes.</summary>
    Respelled,

    /// <summary>No custodian writes such a file.</summary>
    Stray,
}

/// <param name="Name">Path below the custodian's folder.</param>
/// <param name="Reason">The end of a sentence about it.</param>
public sealed record CustodyFault(string Name, CustodyFaultKind Kind, string Reason);

/// <summary>What is on record about a custodian.</summary>
/// <param name="IsKept">Whether the batch of this root is the custodian's, sealed, and not withdrawn.</param>
/// <param name="Datasets">Names of all datasets.</param>
/// <param name="UsesOf">
/// What the wrap for a use, of the batch of this root in this entry, can be bound to: one for each key that its reader ever had. None where
/// no such use is on record.
/// </param>
/// <param name="FindKey">A member's private key-agreement key, or null where it is not here; stays the finder's.</param>
public sealed record CustodyRecord(
    Func<Digest, bool> IsKept, IReadOnlyCollection<string> Datasets, Func<Digest, ulong, IReadOnlyList<UseContext>> UsesOf,
    Func<string, AgreementKey?> FindKey);

/// <summary>Every file of a custodian's folder (<see cref="CustodyFolder"/>) looked at, and opened where the key for it is here.</summary>
/// <param name="key">The custodian's; null where it is not here.</param>
public sealed class CustodyExamination(RegularFiles folder, AgreementKey? key, CustodyRecord record)
{
    private readonly HashSet<Digest> _identities = []; // that a batch is bound to

    /// <exception cref="IOException">A folder cannot be looked at.</exception>
    public IEnumerable<CustodyFault> Run() =>
        Names(folder).OrderBy(name => name == CustodyFolder.Batches ? 0 : 1).SelectMany(name => name switch
        {
            CustodyFolder.Batches => InFolder(name, Binding),
            CustodyFolder.Secrets => InFolder(name, (path, digest) => Secret(path, digest, CustodyFolder.BatchSecretName)
                ?? (_identities.Contains(digest) ? null : Of(path, CustodyFaultKind.Unused, "is the secret of no batch"))),
            CustodyFolder.Datasets => InFolder(name, (path, digest) => Secret(path, digest, CustodyFolder.DatasetKeyName)
                ?? (IsDataset(digest) ? null : Of(path, CustodyFaultKind.Unused, "is the key of no dataset on record"))),
            WrapFolder.Name => Names(folder.In(name)).Where(root => root != IncomingFiles.FolderName).SelectMany(root => Wraps(name, root)),
            IncomingFiles.FolderName => [],
            _ => [Of(name, CustodyFaultKind.Stray, "is no file of a custodian")],
        });

    private IEnumerable<CustodyFault> InFolder(string name, Func<string, Digest, CustodyFault?> look) =>
        Names(folder.In(name)).Select(file => IsDigest(file, out Digest digest)
            ? look($"{name}/{file}", digest)
            : Of($"{name}/{file}", CustodyFaultKind.Stray, "is no file of a custodian")).OfType<CustodyFault>();

    private CustodyFault? Binding(string path, Digest root)
    {
        byte[]? bytes = Read(path, 2 * Digest.Size, out CustodyFault? refused);
        if (bytes is null)
        {
            return refused;
        }
        if (!Digest.TryParse(Encoding.ASCII.GetString(bytes), out Digest identity))
        {
            return Of(path, CustodyFaultKind.Altered, "is not an identity");
        }
        _identities.Add(identity);
        return !record.IsKept(root) ? Of(path, CustodyFaultKind.Unused, "is of no sealed batch on record that was not withdrawn")
            : folder.Has($"{CustodyFolder.Secrets}/{identity}") ? Spelling()
            : Of(path, CustodyFaultKind.Missing, $"names the secret {identity.ToShortString()}…, which is not here");

        CustodyFault? Spelling() => identity.ToString() == Encoding.ASCII.GetString(bytes)
            ? null
            : Of(path, CustodyFaultKind.Respelled, "is spelled otherwise than a custodian writes it");
    }

    private CustodyFault? Secret(string path, Digest identity, string what)
    {
        if (ReadWrap(path, out CustodyFault? fault) is not { } wrap)
        {
            return fault;
        }
        if (key is null)
        {
            return Of(path, CustodyFaultKind.Unopened, "cannot be opened here");
        }
        var context = new CustodyContext { What = what, Identity = identity, ReaderKey = key.PublicKey.Thumbprint };
        return OpeningProblem(wrap, key, context) is { } problem ? Of(path, CustodyFaultKind.Altered, problem) : null;
    }

    private IEnumerable<CustodyFault> Wraps(string folderName, string rootName)
    {
        string parent = $"{folderName}/{rootName}";
        if (!IsDigest(rootName, out Digest root))
        {
            return [Of(parent, CustodyFaultKind.Stray, "is no file of a custodian")];
        }
        return Names(folder.In(parent)).Select(name =>
            ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong use)
                && use.ToString(CultureInfo.InvariantCulture) == name
                ? Wrap($"{parent}/{name}", record.UsesOf(root, use))
                : Of($"{parent}/{name}", CustodyFaultKind.Stray, "is no file of a custodian")).OfType<CustodyFault>();
    }

    private CustodyFault? Wrap(string path, IReadOnlyList<UseContext> uses)
    {
        if (ReadWrap(path, out CustodyFault? fault) is not { } wrap)
        {
            return fault;
        }
        if (uses.Count == 0)
        {
            return Of(path, CustodyFaultKind.Altered, "is for a use that is not on record");
        }
        UseContext? bound = uses.FirstOrDefault(use => ContextProblem(wrap, use) is null);
        if (bound is null)
        {
            return Of(path, CustodyFaultKind.Altered, ContextProblem(wrap, uses[^1])!);
        }
        return record.FindKey(bound.Reader) is { } reader && reader.PublicKey.Thumbprint == bound.ReaderKey
            ? OpeningProblem(wrap, reader, bound) is { } problem ? Of(path, CustodyFaultKind.Altered, problem) : null
            : Of(path, CustodyFaultKind.Unopened, $"cannot be opened here: the key of {bound.Reader} that it is for is not here");
    }

    private bool IsDataset(Digest name) => record.Datasets.Any(dataset => CustodyFolder.NameOf(dataset) == name);

    private KeyWrap? ReadWrap(string path, out CustodyFault? fault)
    {
        try
        {
            return Read(path, KeyWrap.SizeLimit, out fault) is { } bytes ? KeyWrap.Read(bytes) : null;
        }
        catch (MalformedException e)
        {
            fault = Of(path, CustodyFaultKind.Altered, e.Message);
            return null;
        }
    }

    private byte[]? Read(string path, int limit, out CustodyFault? fault)
    {
        FileAnswer<byte[]> answer = folder.Read(path, limit);
        fault = answer switch
        {
            FileAnswer<byte[]>.Refused { Why: FileRefusal.Unreadable } refused => Of(path, CustodyFaultKind.Missing, refused.Reason),
            FileAnswer<byte[]>.Refused refused => Of(path, CustodyFaultKind.Altered, refused.Reason),
            _ => null, // read, or gone since it was listed
        };
        return answer is FileAnswer<byte[]>.Found found ? found.Value : null;
    }

    /// <summary>Whether a custodian would call a file so.</summary>
    private static bool IsDigest(string name, out Digest digest) => Digest.TryParse(name, out digest) && digest.ToString() == name;

    private static string? ContextProblem(KeyWrap wrap, UseContext use) => ProblemOf(() => wrap.Require(use));

    private static string? OpeningProblem(KeyWrap wrap, AgreementKey key, WrapContext context) =>
        ProblemOf(() => wrap.Unwrap(key, context).Dispose());

    private static string? ProblemOf(Action look)
    {
        try
        {
            look();
            return null;
        }
        catch (MalformedException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> Names(RegularFiles files) => files.List().Order(StringComparer.Ordinal);

    private static CustodyFault Of(string path, CustodyFaultKind kind, string reason) => new(path, kind, reason);
}
