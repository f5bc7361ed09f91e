using System.Text;
using Hallmark.Data.Custody;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>The private keys kept in a home; each file is for its owner only.</summary>
public sealed class HomeKeys(Home home)
{
    private const string Extension = ".pem";
    private const string NextExtension = ".next";
    private const string OldExtension = ".old-";

    private RegularFiles Files => home.Keys;

    public string PathOf(string member) => Files.PathOf(member + Extension);

    /// <summary>Whether there is something under the name of a member's key.</summary>
    public bool Has(string member) => Files.Has(member + Extension);

    /// <summary>The private key kept here for a member, or null.</summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public KeySigner? Find(string member) => Read(member + Extension);

    /// <summary>
    /// The key kept here for a member, made where there is none. Of two processes that make one at the same time both get the first one's.
    /// </summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public KeySigner FindOrCreate(string member)
    {
        if (Find(member) is { } there)
        {
            return there;
        }
        using KeySigner made = KeySigner.Create();
        TryWrite(member + Extension, made.ToPem());
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
        TryWrite(NextOf(member), made.ToPem());
        return FindNext(member) ?? throw new IOException($"{Files.PathOf(NextOf(member))} was deleted while it was read.");
    }

    /// <summary>The key that waits to take the place of a member's key, or null.</summary>
    public KeySigner? FindNext(string member) => Read(NextOf(member));

    /// <summary>The prepared key takes its place; the one before is kept as NAME.old-N.</summary>
    public void TakeNext(string member)
    {
        byte[] old = Files.Read(member + Extension, SizeLimits.Key).OrNull() ?? throw new IOException($"{PathOf(member)} is gone.");
        int number = 1;
        while (!DurableFile.TryCreate(Files.PathOf($"{member}{OldExtension}{number}"), old, DurableFile.OwnerOnly))
        {
            number++;
        }
        DurableFile.Rename(Files.PathOf(NextOf(member)), PathOf(member));
    }

    /// <summary>Public halves of all keys kept here, by member; null for a file that is no key.</summary>
    public IReadOnlyDictionary<string, CoseKey?> PublicKeys()
    {
        var keys = new SortedDictionary<string, CoseKey?>(StringComparer.Ordinal);
        foreach (string name in Files.List().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)))
        {
            string member = name[..^Extension.Length];
            try
            {
                using KeySigner? key = Find(member);
                keys[member] = key?.PublicKey;
            }
            catch (HomeFileException)
            {
                keys[member] = null;
            }
        }
        return keys;
    }

    /// <summary>The public half of whatever signing key is in a file of this folder; null where there is no such file.</summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    /// <exception cref="FileRefusedException">This user cannot read it.</exception>
    public CoseKey? PublicKeyIn(string file)
    {
        using KeySigner? key = Read(file);
        return key?.PublicKey;
    }

    /// <summary>
    /// Whether a file of this folder is spelled as Hallmark writes the key or secret in it: readers pass over other line ends, spaces and
    /// what stands around. Also true of a file that is not there, or whose name is of no key.
    /// </summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    /// <exception cref="FileRefusedException">This user cannot read it.</exception>
    public bool IsAsWritten(string file) =>
        KeptText.Find(Files, file, SizeLimits.Key, text => text == Rewritten(file, text) ? "" : text) is null or "";

    /// <summary>The key-agreement keys kept here.</summary>
    public AgreementKeys OpenAgreementKeys() => new(Files, TryWrite);

    /// <summary>The keys of gateways kept here.</summary>
    public GatewayKeys OpenGatewayKeys() => new(Files, TryWrite);

    /// <summary>The secrets for seeds kept here.</summary>
    public SeedSecrets OpenSeedSecrets() => new(Files, TryWrite);

    /// <summary>What is said in a file, in the one spelling that Hallmark has for it.</summary>
    private static string Rewritten(string file, string text)
    {
        if (file == Home.LogKeyName)
        {
            using Ed25519Key key = Ed25519Key.FromPem(text);
            return key.ToPem();
        }
        if (file.EndsWith(AgreementKeys.Extension, StringComparison.Ordinal))
        {
            using AgreementKey key = AgreementKey.FromPem(text);
            return key.ToPem();
        }
        if (file.EndsWith(SeedSecrets.Extension, StringComparison.Ordinal))
        {
            return SeedSecrets.Respell(text);
        }
        if (file.EndsWith(Extension, StringComparison.Ordinal) || file.EndsWith(NextExtension, StringComparison.Ordinal)
            || file.EndsWith(GatewayKeys.Extension, StringComparison.Ordinal) || file.Contains(OldExtension, StringComparison.Ordinal))
        {
            using KeySigner signer = KeySigner.FromPem(text);
            return signer.ToPem();
        }
        return text;
    }

    private static string NextOf(string member) => member + NextExtension;

    private KeySigner? Read(string name) => KeptText.Find(Files, name, SizeLimits.Key, KeySigner.FromPem);

    /// <summary>Keeps a secret; one that is there already stays.</summary>
    private bool TryWrite(string name, string text)
    {
        DurableDirectory.Create(Files.Path, ownerOnly: true);
        return DurableFile.TryCreate(Files.PathOf(name), Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);
    }
}
