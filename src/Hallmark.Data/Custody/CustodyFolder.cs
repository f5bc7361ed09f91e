using System.Text;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Custody;

/// <summary>
/// The secrets of a custodian as files, each wrapped to his own agreement key: who takes the folder without the key has nothing.
/// <code>
/// secrets/IDENTITY    a batch's secret
/// batches/ROOT        the identity of the batch of that root, 64 hexadecimal digits
/// datasets/NAME       a dataset's key, under the SHA-256 of the dataset's name
/// wraps/ROOT/USE      a batch's secret for a reader
/// </code>
/// All names are digests and numbers, whatever a batch or dataset is called. Durable when a call returns; safe for concurrent use.
/// </summary>
public sealed class CustodyFolder : IDisposable
{
    internal const string Secrets = "secrets";
    internal const string Batches = "batches";
    internal const string Datasets = "datasets";
    internal const string BatchSecretName = "batch-secret";
    internal const string DatasetKeyName = "dataset-key";

    private readonly SmallFiles _files;
    private readonly AgreementKey _key;

    /// <param name="folder">Made, for its owner only, with the first secret.</param>
    /// <param name="key">The custodian's key; stays the caller's.</param>
    public CustodyFolder(RegularFiles folder, AgreementKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _files = new SmallFiles(folder);
        _key = key;
        Wraps = WrapFolder.Of(folder);
    }

    /// <summary>The wraps for readers.</summary>
    public WrapFolder Wraps { get; }

    /// <summary>The secret kept under an identity; null when there is none.</summary>
    /// <exception cref="MalformedException">The kept file was altered, or is another custodian's.</exception>
    internal BatchSecret? FindSecret(Digest identity)
    {
        using SecretBytes? kept = Find(Secrets, BatchSecretName, identity);
        return kept is null ? null : BatchSecret.FromBytes(kept.Span);
    }

    /// <summary>Keeps a secret under an identity under which none is, or the same.</summary>
    /// <exception cref="InvalidOperationException">Another secret is kept there.</exception>
    internal void Keep(Digest identity, BatchSecret secret) => Keep(Secrets, BatchSecretName, identity, secret.Bytes);

    /// <summary>Notes that the batch of this root is sealed with the secret under that identity.</summary>
    public void Bind(Digest root, Digest identity) =>
        _files.Replace(Batches, root.ToString(), Encoding.ASCII.GetBytes(identity.ToString()));

    /// <summary>The secret of the batch of this root; null when it is not in this custody, or destroyed.</summary>
    /// <exception cref="MalformedException">The kept file was altered, or is another custodian's.</exception>
    public BatchSecret? Find(Digest root)
    {
        return IdentityOf(_files, root) is { } identity ? FindSecret(identity) : null;
    }

    /// <summary>
    /// The roots of all batches in this custody, in order. Those that no ledger knows were sealed by registrations that were
    /// not finished.
    /// </summary>
    public IReadOnlyList<Digest> Roots() =>
        [.. _files.List(Batches).Select(name => Digest.TryParse(name, out Digest root) ? root : (Digest?)null).OfType<Digest>().Order()];

    /// <summary>The key of a dataset; null when none is kept.</summary>
    /// <exception cref="MalformedException">The kept file was altered, or is another custodian's.</exception>
    public DatasetKey? FindDatasetKey(string dataset)
    {
        using SecretBytes? kept = Find(Datasets, DatasetKeyName, NameOf(dataset));
        return kept is null ? null : DatasetKey.FromBytes(kept.Span);
    }

    /// <summary>Keeps a dataset's key that another custodian wrapped for this one.</summary>
    /// <exception cref="InvalidOperationException">Another key is kept for that dataset.</exception>
    public void KeepDatasetKey(string dataset, DatasetKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Keep(Datasets, DatasetKeyName, NameOf(dataset), key.Bytes);
    }

    /// <summary>Destroys the key of a dataset, of which no sealed batch may be on record.</summary>
    internal void DestroyDatasetKey(string dataset) => _files.Delete(Datasets, NameOf(dataset).ToString());

    /// <summary>
    /// Destroys the secret of a batch and all wraps of it, and gives the names of the deleted files. What is gone is the secret
    /// first, so a destruction that was interrupted has done its work; calling it again does the rest.
    /// </summary>
    public IReadOnlyList<string> Destroy(Digest root) => Destroy(_files, Wraps, root);

    /// <summary>The same in a custodian's folder, for which his key is not needed.</summary>
    public static IReadOnlyList<string> Destroy(RegularFiles folder, Digest root)
    {
        using var files = new SmallFiles(folder);
        using var wraps = WrapFolder.Of(folder);
        return Destroy(files, wraps, root);
    }

    public void Dispose()
    {
        _files.Dispose();
        Wraps.Dispose();
    }

    private static List<string> Destroy(SmallFiles files, WrapFolder wraps, Digest root)
    {
        var deleted = new List<string>();
        if (IdentityOf(files, root) is { } identity && files.Delete(Secrets, identity.ToString()))
        {
            deleted.Add($"{Secrets}/{identity}");
        }
        deleted.AddRange(wraps.Destroy(root).Select(name => $"{WrapFolder.Name}/{name}"));
        if (files.Delete(Batches, root.ToString()))
        {
            deleted.Add($"{Batches}/{root}");
        }
        return deleted;
    }

    /// <summary>What a dataset is called here.</summary>
    public static Digest NameOf(string dataset) => Digest.Of(Encoding.UTF8.GetBytes(dataset));

    private static Digest? IdentityOf(SmallFiles files, Digest root)
    {
        if (files.Find(Batches, root.ToString(), 2 * Digest.Size) is not { } text)
        {
            return null;
        }
        return Digest.TryParse(Encoding.ASCII.GetString(text), out Digest identity)
            ? identity
            : throw new MalformedException($"custody.{Batches}/{root}", "is not an identity");
    }

    private void Keep(string folder, string what, Digest identity, SecretBytes secret)
    {
        SecretBytes? found = Find(folder, what, identity);
        if (found is not null)
        {
            _files.Flush(folder); // whoever made it may have died before this
        }
        else if (!_files.TryCreate(folder, identity.ToString(), KeyWrap.Wrap(secret, _key.PublicKey, Context(what, identity)).ToBytes()))
        {
            found = Find(folder, what, identity) ?? throw new IOException($"{folder}/{identity} was deleted while it was read.");
        }
        using SecretBytes? kept = found;
        if (kept?.Span.SequenceEqual(secret.Span) == false)
        {
            throw new InvalidOperationException($"Another {what} is kept as {identity}.");
        }
    }

    private SecretBytes? Find(string folder, string what, Digest identity) =>
        _files.Find(folder, identity.ToString(), KeyWrap.SizeLimit) is { } bytes
            ? KeyWrap.Read(bytes).Unwrap(_key, Context(what, identity))
            : null;

    private CustodyContext Context(string what, Digest identity) =>
        new() { What = what, Identity = identity, ReaderKey = _key.PublicKey.Thumbprint };
}
