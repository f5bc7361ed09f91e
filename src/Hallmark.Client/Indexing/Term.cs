using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Client.Indexing;

/// <summary>
/// What entries are looked up by: the first eight bytes of a SHA-256. Two things may share a term, by chance or because a member made them
/// so;
/// whoever looks up reads the entry and sees.
/// </summary>
internal readonly record struct Term(ulong Value)
{
    private const char Separator = '\n'; // stands in no kind and no name

    /// <summary>The statement of this id, also where it was denied.</summary>
    public static Term OfStatement(Digest id) => Of("id", id.ToString());

    /// <summary>What a member said.</summary>
    public static Term OfMember(string member) => Of("member", member);

    /// <summary>All statements of a kind; of those kinds only that are listed as such (<see cref="IsListed"/>).</summary>
    public static Term OfKind(string kind) => Of("kind", kind);

    /// <summary>
    /// Statements of a kind about something: their subject, a batch that they read, the digest of the policy that they deploy.
    /// </summary>
    public static Term About(string kind, string subject) => Of(kind, subject);

    /// <summary>All terms of an entry; a denial has those of the statement that was denied.</summary>
    public static IEnumerable<Term> Of(LedgerEntry entry)
    {
        Statement said = entry.Said;
        yield return OfStatement(said.Id);
        yield return OfMember(said.Issuer);
        yield return About(said.Kind, said.Subject);
        if (IsListed(said.Kind))
        {
            yield return OfKind(said.Kind);
        }
        foreach (string subject in FurtherSubjects(said))
        {
            yield return About(said.Kind, subject);
        }
    }

    private static bool IsListed(string kind) => kind == AccessUse.Kind;

    private static IEnumerable<string> FurtherSubjects(Statement said) =>
        said.Kind == AccessUse.Kind && Payload.Find<AccessUse>(said) is { } use ? use.Batches
        : said.Kind == PolicyDeploy.Kind && Payload.Find<PolicyDeploy>(said) is { } deploy ? [deploy.Policy.Digest.ToString()]
        : [];

    private static Term Of(string kind, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}{Separator}{name}"), hash);
        return new Term(BinaryPrimitives.ReadUInt64BigEndian(hash));
    }
}
