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
    /// <summary>A new secret, kept here before anybody commits to it; answers the commitment.</summary>
    public Digest Make(Digest ledger, string member)
    {
        var secret = Digest.FromBytes(RandomNumberGenerator.GetBytes(Digest.Size));
        Digest commitment = ScheduleSeed.CommitmentOf(ledger, member, secret);
        tryWrite(NameOf(member, commitment), secret + "\n");
        return commitment;
    }

    /// <summary>The secret behind a commitment, or null where it is not kept here.</summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public Digest? Find(string member, Digest commitment)
    {
        string name = NameOf(member, commitment);
        return KeptText.Find(files, name, SizeLimits.Key, text => text.Trim()) is not { } text ? null
            : Digest.TryParse(text, out Digest secret) ? secret
            : throw new UsageException($"{files.PathOf(name)}: is not a secret that 'hallmark seed commit' wrote");
    }

    /// <summary>Once it is revealed it is on the ledger.</summary>
    public void Forget(string member, Digest commitment) => File.Delete(files.PathOf(NameOf(member, commitment)));

    private static string NameOf(string member, Digest commitment) => $"{member}.{commitment}.seed";
}
