using System.Security.Cryptography;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>
/// The secrets that members of this home have committed to, <c>keys/NAME.COMMITMENT.seed</c>, readable by the owner only like the keys
/// beside them. Nothing of them is on the ledger before they are revealed.
/// </summary>
/// <param name="files">Where they lie.</param>
/// <param name="tryWrite">Keeps a text as a file for its owner only.</param>
public sealed class SeedSecrets(RegularFiles files, Func<string, string, bool> tryWrite)
{
    internal const string Extension = ".seed";

    /// <summary>A new secret, kept here before anybody commits to it; answers the commitment.</summary>
    public Digest Make(Digest ledger, string member)
    {
        var secret = Digest.FromBytes(RandomNumberGenerator.GetBytes(Digest.Size));
        Digest commitment = ScheduleSeed.CommitmentOf(ledger, member, secret);
        tryWrite(NameOf(member, commitment), TextOf(secret));
        return commitment;
    }

    /// <summary>The secret behind a commitment, or null where it is not kept here.</summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public Digest? Find(string member, Digest commitment)
    {
        string name = NameOf(member, commitment);
        return KeptText.Find(files, name, SizeLimits.Key, text => text.Trim()) is not { } text ? null
            : Digest.TryParse(text, out Digest secret) ? secret
            : throw new HomeFileException(files.PathOf(name), "is not a secret that 'hallmark seed commit' wrote");
    }

    /// <summary>The secret in such a file as it is written here; the text as it is where there is none in it.</summary>
    internal static string Respell(string text) => Digest.TryParse(text.Trim(), out Digest secret) ? TextOf(secret) : text;

    /// <summary>Once it is revealed it is on the ledger.</summary>
    public void Forget(string member, Digest commitment) => File.Delete(files.PathOf(NameOf(member, commitment)));

    private static string NameOf(string member, Digest commitment) => $"{member}.{commitment}{Extension}";

    private static string TextOf(Digest secret) => secret + "\n";
}
