using Hallmark.Evidence.Cose;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>
/// The private keys of gateways kept in a home, <c>keys/MEMBER+GATEWAY.gateway</c>: no name has a +, so no two gateways share a file.
/// </summary>
/// <param name="files">Where they lie.</param>
/// <param name="tryWrite">Keeps a text as a file for its owner only; one that is there already stays.</param>
public sealed class GatewayKeys(RegularFiles files, Func<string, string, bool> tryWrite)
{
    internal const string Extension = ".gateway";

    private const char Between = '+';

    /// <summary>Where the key of a gateway belongs.</summary>
    public string PathOf(string member, string gateway) => files.PathOf(NameOf(member, gateway));

    /// <returns>Null where there is none.</returns>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public KeySigner? Find(string member, string gateway) =>
        KeptText.Find(files, NameOf(member, gateway), SizeLimits.Key, KeySigner.FromPem);

    /// <summary>
    /// The key kept here, made where there is none. Of two processes that make one at the same time both get the first one's.
    /// </summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public KeySigner FindOrCreate(string member, string gateway)
    {
        if (Find(member, gateway) is { } there)
        {
            return there;
        }
        using KeySigner made = KeySigner.Create();
        tryWrite(NameOf(member, gateway), made.ToPem());
        return Find(member, gateway) ?? throw new IOException($"{PathOf(member, gateway)} was deleted while it was read.");
    }

    /// <summary>Whose key a file of this name is; null where it is no gateway's.</summary>
    public static (string Member, string Gateway)? OwnerOf(string file) =>
        file.EndsWith(Extension, StringComparison.Ordinal) && file[..^Extension.Length].Split(Between) is [var member, var gateway]
            ? (member, gateway)
            : null;

    private static string NameOf(string member, string gateway) => $"{member}{Between}{gateway}{Extension}";
}
