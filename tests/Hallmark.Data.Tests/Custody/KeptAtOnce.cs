using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

/// <summary>Keeps secrets in a folder the moment they are made, so that tests of the folder need no registration.</summary>
internal sealed class KeptAtOnce(CustodyFolder folder) : ICustody
{
    public BatchSecret Obtain(Digest identity) => folder.Obtain(identity);

    public void Bind(Digest root, Digest identity) => folder.Bind(root, identity);
}

internal static class CustodyFolderExtensions
{
    /// <summary>The secret that is kept under an identity; a fresh one is kept where there is none.</summary>
    public static BatchSecret Obtain(this CustodyFolder folder, Digest identity)
    {
        if (folder.FindSecret(identity) is { } kept)
        {
            return kept;
        }
        using var fresh = BatchSecret.Create();
        try
        {
            folder.Keep(identity, fresh);
        }
        catch (InvalidOperationException)
        {
            // Another thread was first.
        }
        return folder.FindSecret(identity)!;
    }
}
