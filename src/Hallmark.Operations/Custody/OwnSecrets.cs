using Hallmark.Contracts.Datasets;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Operations.Custody;

/// <summary>
/// What the members whose key-agreement keys are here hold of sealed batches, to be read. Unlike <see cref="Custodians"/> it wraps, keeps
/// and destroys nothing. Each member has a folder of its own, <c>NAME/</c>, in the form of <see cref="CustodyFolder"/>.
/// </summary>
/// <param name="findKey">A member's private key-agreement key, or null where it is not here; stays the finder's.</param>
public sealed class OwnSecrets(RegularFiles custody, Func<string, AgreementKey?> findKey) : IDisposable
{
    private readonly Dictionary<string, CustodyFolder> _folders = new(StringComparer.Ordinal);

    /// <summary>The secret of a batch as far as its provider is here, off the record: for an audit of one's own data.</summary>
    /// <exception cref="MalformedException">The kept file was altered, or is another custodian's.</exception>
    public BatchSecret? Open(BatchState batch) => Find(batch.Provider)?.Find(batch.Root);

    /// <summary>The key under which a dataset's records are compared, as far as this member keeps it.</summary>
    /// <exception cref="MalformedException">The kept file was altered, or is another custodian's.</exception>
    public DatasetKey? FindDatasetKey(string member, string dataset) => Find(member)?.FindDatasetKey(dataset);

    /// <summary>A member's custody; null where its key is not here.</summary>
    internal CustodyFolder? Find(string member)
    {
        if (!_folders.TryGetValue(member, out CustodyFolder? folder) && findKey(member) is { } key)
        {
            _folders[member] = folder = new CustodyFolder(custody.In(member), key);
        }
        return folder;
    }

    public void Dispose()
    {
        foreach (CustodyFolder folder in _folders.Values)
        {
            folder.Dispose();
        }
    }
}
