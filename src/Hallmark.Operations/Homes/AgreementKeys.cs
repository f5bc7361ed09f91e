using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Operations.Homes;

/// <summary>The private key-agreement keys kept in a home, <c>keys/NAME.agreement</c>; each is read once and kept open.</summary>
/// <param name="tryWrite">Keeps a text as a file for its owner only; one that is there already stays.</param>
public sealed class AgreementKeys(string directory, Func<string, string, bool> tryWrite) : IDisposable
{
    private readonly Dictionary<string, AgreementKey> _open = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">The file holds something else.</exception>
    public AgreementKey? Find(string member)
    {
        string path = PathOf(member);
        if (!_open.TryGetValue(member, out AgreementKey? key) && File.Exists(path))
        {
            try
            {
                _open[member] = key = AgreementKey.FromPem(File.ReadAllText(path));
            }
            catch (MalformedException e)
            {
                throw new UsageException($"{path}: {e.Message}");
            }
        }
        return key;
    }

    /// <summary>
    /// The public half of a member's key, made where there is none. Of two processes that make one both get the first one's.
    /// </summary>
    public AgreementPublicKey FindOrCreate(string member)
    {
        if (Find(member) is { } there)
        {
            return there.PublicKey;
        }
        using AgreementKey made = AgreementKey.Create();
        tryWrite(PathOf(member), made.ToPem());
        return Find(member)?.PublicKey ?? throw new IOException($"{PathOf(member)} was deleted while it was read.");
    }

    public void Dispose()
    {
        foreach (AgreementKey key in _open.Values)
        {
            key.Dispose();
        }
        _open.Clear();
    }

    private string PathOf(string member) => Path.Combine(directory, member + ".agreement");
}
