using System.Text;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>The private keys kept in a home; each file is for its owner only.</summary>
public sealed class HomeKeys(Home home)
{
    private string Directory => home.KeysDirectory;

    public string PathOf(string member) => Path.Combine(Directory, member + ".pem");

    /// <summary>The private key kept here for a member, or null.</summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public KeySigner? Find(string member) => Read(PathOf(member));

    /// <summary>
    /// The key kept here for a member, made where there is none. Of two processes that make one at the same time both get the first one's.
    /// </summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public KeySigner FindOrCreate(string member)
    {
        if (Find(member) is { } there)
        {
            return there;
        }
        using KeySigner made = KeySigner.Create();
        TryWrite(PathOf(member), made.ToPem());
        return Find(member) ?? throw new IOException($"{PathOf(member)} was deleted while it was read.");
    }

    /// <summary>
    /// A key that will take the place of a member's key: kept beside it first, so that a crash never loses the one that counts.
    /// </summary>
    public KeySigner FindOrPrepareNext(string member)
    {
        if (FindNext(member) is { } prepared)
        {
            return prepared;
        }
        using KeySigner made = KeySigner.Create();
        TryWrite(NextPathOf(member), made.ToPem());
        return FindNext(member) ?? throw new IOException($"{NextPathOf(member)} was deleted while it was read.");
    }

    /// <summary>The key that waits to take the place of a member's key, or null.</summary>
    public KeySigner? FindNext(string member) => Read(NextPathOf(member));

    /// <summary>The prepared key takes its place; the one before is kept as NAME.old-N.</summary>
    public void TakeNext(string member)
    {
        byte[] old = File.ReadAllBytes(PathOf(member));
        int number = 1;
        while (!DurableFile.TryCreate($"{Path.Combine(Directory, member)}.old-{number}", old, DurableFile.OwnerOnly))
        {
            number++;
        }
        DurableFile.Rename(NextPathOf(member), PathOf(member));
    }

    /// <summary>Public halves of all keys kept here, by member; null for a file that is no key.</summary>
    public IReadOnlyDictionary<string, CoseKey?> PublicKeys()
    {
        var keys = new SortedDictionary<string, CoseKey?>(StringComparer.Ordinal);
        foreach (string path in System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetFiles(Directory, "*.pem") : [])
        {
            string member = Path.GetFileNameWithoutExtension(path);
            try
            {
                using KeySigner? key = Find(member);
                keys[member] = key?.PublicKey;
            }
            catch (UsageException)
            {
                keys[member] = null;
            }
        }
        return keys;
    }

    /// <summary>The key-agreement keys kept here.</summary>
    public AgreementKeys OpenAgreementKeys() => new(Directory, TryWrite);

    /// <summary>The secrets for seeds kept here.</summary>
    public SeedSecrets OpenSeedSecrets() => new(Directory, TryWrite);

    /// <summary>A lock under which a member's key is rotated.</summary>
    internal string RotatingPathOf(string member) => Path.Combine(Directory, member + ".rotating");

    private string NextPathOf(string member) => Path.Combine(Directory, member + ".next");

    private static KeySigner? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return KeySigner.FromPem(File.ReadAllText(path));
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <summary>Keeps a secret; one that is there already stays.</summary>
    private bool TryWrite(string path, string text)
    {
        DurableDirectory.Create(Directory, ownerOnly: true);
        return DurableFile.TryCreate(path, Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);
    }
}
