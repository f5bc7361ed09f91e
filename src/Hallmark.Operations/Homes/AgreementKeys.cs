using Hallmark.Data.Custody;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>The private key-agreement keys kept in a home, <c>keys/NAME.agreement</c>; each is read once and kept open.</summary>
/// <param name="files">Where they lie.</param>
/// <param name="tryWrite">Keeps a text as a file for its owner only; one that is there already stays.</param>
public sealed class AgreementKeys(RegularFiles files, Func<string, string, bool> tryWrite) : IDisposable
{
    internal const string Extension = ".agreement";

    private readonly Dictionary<string, AgreementKey> _open = new(StringComparer.Ordinal);

    /// <returns>Null where there is none that this user can read.</returns>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public AgreementKey? Find(string member)
    {
        if (!_open.TryGetValue(member, out AgreementKey? key) && Read(member) is { } read)
        {
            _open[member] = key = read;
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
        tryWrite(NameOf(member), made.ToPem());
        return Find(member)?.PublicKey ?? throw new IOException($"{files.PathOf(NameOf(member))} was deleted while it was read.");
    }

    public void Dispose()
    {
        foreach (AgreementKey key in _open.Values)
        {
            key.Dispose();
        }
        _open.Clear();
    }

    private AgreementKey? Read(string member)
    {
        try
        {
            return KeptText.Find(files, NameOf(member), SizeLimits.Key, AgreementKey.FromPem);
        }
        catch (FileRefusedException)
        {
            return null; // an auditor need not be the home's owner
        }
    }

    private static string NameOf(string member) => member + Extension;
}
