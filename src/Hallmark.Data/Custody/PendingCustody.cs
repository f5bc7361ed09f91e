using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>Where a dataset's key is kept once it is needed.</summary>
/// <param name="Folder">Of the provider that seals, or of the dataset's owner.</param>
/// <param name="IsNeeded">Whether a batch on record needs the key in this folder.</param>
public sealed record DatasetKeyPlace(CustodyFolder Folder, Func<bool> IsNeeded);

/// <summary>
/// The keys of a registration that is under way: in memory while its records are read, durable by <see cref="TryKeep"/> before its first
/// statement is signed, and gone by <see cref="Forget"/> where the ledger refused. So what was refused leaves no key behind, and what may
/// be on record has its own. Safe for concurrent use while records are read.
/// </summary>
/// <param name="own">The custody of the provider that seals; stays the caller's.</param>
/// <param name="places">Where the dataset's key belongs.</param>
/// <param name="key">The dataset's key, kept already or fresh; disposed of with this.</param>
public sealed class PendingCustody(CustodyFolder own, IReadOnlyList<DatasetKeyPlace> places, string dataset, DatasetKey key)
    : ICustody, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, BatchSecret> _secrets = []; // by identity
    private readonly Dictionary<Digest, Digest> _identities = []; // by root
    private readonly List<Digest> _made = []; // roots whose secrets were not kept before
    private readonly List<DatasetKeyPlace> _opened = []; // where the dataset's key was not kept before

    /// <summary>The dataset's key; stays this one's.</summary>
    public DatasetKey DatasetKey => key;

    /// <exception cref="MalformedException">The kept file was altered, or is another custodian's.</exception>
    public BatchSecret Obtain(Digest identity)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(identity, out BatchSecret? secret))
            {
                _secrets.Add(identity, secret = own.FindSecret(identity) ?? BatchSecret.Create());
            }
            return BatchSecret.FromBytes(secret.Bytes.Span);
        }
    }

    public void Bind(Digest root, Digest identity)
    {
        lock (_lock)
        {
            _identities[root] = identity;
        }
    }

    /// <summary>Makes the keys of these batches durable. For whoever registers into the dataset alone.</summary>
    /// <returns>
    /// False where another registration has kept other keys for the same meanwhile: what was sealed here is to be sealed anew under those.
    /// </returns>
    public bool TryKeep(IEnumerable<Digest> roots)
    {
        foreach (DatasetKeyPlace place in places)
        {
            using DatasetKey? kept = place.Folder.FindDatasetKey(dataset);
            if (kept is null)
            {
                _opened.Add(place);
                place.Folder.KeepDatasetKey(dataset, key);
            }
            else if (!kept.Bytes.Span.SequenceEqual(key.Bytes.Span))
            {
                return false;
            }
        }
        return roots.All(TryKeepOne);
    }

    /// <summary>Destroys the keys that this registration made and no batch on record needs. For whoever registers alone.</summary>
    /// <param name="isOnRecord">Whether the batch of a root is.</param>
    public void Forget(Func<Digest, bool> isOnRecord)
    {
        foreach (Digest root in _made.Where(root => !isOnRecord(root)))
        {
            own.Destroy(root);
        }
        foreach (DatasetKeyPlace place in _opened.Where(place => !place.IsNeeded()))
        {
            place.Folder.DestroyDatasetKey(dataset);
        }
    }

    public void Dispose()
    {
        foreach (BatchSecret secret in _secrets.Values)
        {
            secret.Dispose();
        }
        key.Dispose();
    }

    private bool TryKeepOne(Digest root)
    {
        Digest identity = _identities[root];
        BatchSecret ours = _secrets[identity];
        using BatchSecret? before = own.FindSecret(identity);
        if (before is null)
        {
            _made.Add(root);
        }
        else if (!before.Bytes.Span.SequenceEqual(ours.Bytes.Span))
        {
            return false;
        }
        own.Keep(identity, ours);
        own.Bind(root, identity);
        return true;
    }
}
