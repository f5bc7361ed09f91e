using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Operations.Homes;

/// <summary>
/// The private key in a home that signs published checkpoints, held against the ledger: from rules 8 on nothing is published under another
/// key than the one on record.
/// </summary>
public static class LogKeyFile
{
    /// <summary>The key kept here; null where there is none.</summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public static Ed25519Key? Find(Home home) => KeptText.Find(home.Keys, Home.LogKeyName, SizeLimits.Key, Ed25519Key.FromPem);

    /// <summary>The same, made where there is none: for a new ledger, or one that names its key.</summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    internal static Ed25519Key FindOrCreate(Home home) => NoteKeyFile.FindOrCreate(home.Keys, Home.LogKeyName);

    /// <summary>Refuses to publish with this key, or with none.</summary>
    /// <exception cref="UsageException">The ledger names another key, or none and should.</exception>
    internal static void RequireNamed(Home home, Ed25519Key? key, LedgerView ledger)
    {
        string path = home.Keys.PathOf(Home.LogKeyName);
        if (ledger.State.Find(GovernanceKeys.LogKey) is { } named)
        {
            if (key is null || !named.Key.AsSpan().SequenceEqual(key.PublicKey))
            {
                throw new UsageException(
                    $"{path} is {(key is null ? "missing" : "another key")}: entry {named.Entry} names the key that everyone trusts; put "
                        + "it back, or let the admins name another with 'hallmark publish name-key'");
            }
        }
        else if (ledger.Last.Rules >= RuleVersions.LogKeyOnRecord)
        {
            throw new UsageException(
                "the ledger does not say by which key it is published; an admin puts it on record with 'hallmark publish name-key'");
        }
    }
}
