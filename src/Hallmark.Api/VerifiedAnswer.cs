using System.Text.Json.Serialization;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Notes;
using Hallmark.Operations.Verification;

namespace Hallmark.Api;

/// <summary>
/// What evidence shows of an entry, as <c>verify</c> answers; what a stranger's statement says of itself is left out.
/// </summary>
/// <param name="Registered">Whether its issuer signed it and the ledger registered it: all that is to be shown is shown.</param>
/// <param name="Status">The same in more detail: a name of <see cref="EntryStatus"/>.</param>
/// <param name="Ledger">The ledger's id; for a proof as text of a log that is no ledger's, the log's name.</param>
/// <param name="Size">Entries in the tree that the proof is in; null for a proof that does not say so itself.</param>
public sealed record VerifiedAnswer(
    bool Registered, string Status, string Ledger, ulong Entry,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ulong? Size)
{
    /// <summary>Why it is not shown, or why it was denied.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The rule that forbade it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Issuer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>The entry's block.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Height { get; init; }

    /// <summary>That block's time as its maker says, milliseconds since 1970-01-01 UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Time { get; init; }

    /// <summary>Height up to which a bundle shows revocations; what it leaves out, or what came later, nobody sees from it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? ShownUpTo { get; init; }

    /// <summary>First block in which the issuer's word no longer counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? RevokedFrom { get; init; }

    /// <summary>Block in which the issuer replaced the key that signed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? KeyReplaced { get; init; }

    /// <summary>The issuer's gateway that signed, as <c>clinic-a/gateway-1</c>; left out where the issuer itself did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Gateway { get; init; }

    /// <summary>Block in which that gateway was revoked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? GatewayRevoked { get; init; }

    /// <summary>
    /// What the issuer's key rests on without being shown: under rules before 8 votes were not bound to what they are on. Only where so.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Limit { get; init; }

    public static VerifiedAnswer Of(Receipt proof, EntryVerdict verdict) =>
        Of(verdict, proof.Ledger.ToString(), proof.Proof.Index, proof.Proof.Size);

    /// <param name="log">Name of the log whose key was given.</param>
    public static VerifiedAnswer Of(string log, EntryIndex entry, EntryVerdict verdict) =>
        Of(verdict, Checkpoint.LedgerOf(log)?.ToString() ?? log, entry, null);

    public static VerifiedAnswer Of(EvidenceBundle bundle, EvidenceVerdict verdict) =>
        Of(verdict.Entry, bundle.Head.Ledger.ToString(), bundle.Entry, bundle.Head.Size) with
        {
            Height = verdict.Height?.Value,
            Time = verdict.TimeMs,
            ShownUpTo = verdict.Height is null ? null : bundle.Head.Height.Value,
            RevokedFrom = verdict.Revoked?.Value,
            KeyReplaced = verdict.Replaced?.Value,
            Gateway = verdict.Gateway?.Id,
            GatewayRevoked = verdict.Gateway?.Revoked?.Value,
            Limit = verdict.IsUnbound ? "admins decided under rules before 8, where whoever makes the blocks could move votes" : null,
        };

    private static VerifiedAnswer Of(EntryVerdict verdict, string ledger, EntryIndex entry, TreeSize? size) =>
        new(verdict.Status == EntryStatus.Registered, verdict.Status.ToString(), ledger, entry.Value, size?.Value)
        {
            Reason = verdict.Reason,
            Rule = verdict.Rule,
            Kind = verdict.Said?.Kind,
            Issuer = verdict.Said?.Issuer,
            Subject = verdict.Said?.Subject,
            Id = verdict.Said?.Id.ToString(),
        };

    /// <summary>What people are told, line by line.</summary>
    /// <param name="name">Of what was verified, for instance its file.</param>
    public IEnumerable<string> Lines(string name)
    {
        string signer = Gateway is null ? Issuer ?? "" : $"gateway {Gateway} for {Issuer}";
        yield return Status switch
        {
            nameof(EntryStatus.Registered) => $"registered: {name} is entry {Entry} of ledger {Ledger}, signed by {signer}",
            nameof(EntryStatus.Denied) =>
                $"denied: {name}, signed by {signer}, is forbidden by rule {Rule} as entry {Entry} of ledger {Ledger}: {Reason}",
            nameof(EntryStatus.IssuerNotVerified) => $"issuer not verified: {name} is entry {Entry} of ledger {Ledger}, but {Reason}",
            nameof(EntryStatus.NotWitnessed) => $"not witnessed: {Reason}",
            _ => $"not registered: {name}: {Reason}",
        };
        if (ShownUpTo is { } height)
        {
            yield return RevokedFrom is { } revoked
                ? $"{Issuer} is revoked from block {revoked} on; shown up to height {height}"
                : $"no revocation shown up to height {height}";
        }
        if (GatewayRevoked is { } ended)
        {
            yield return $"gateway {Gateway} was revoked in block {ended}";
        }
        if (KeyReplaced is { } replaced)
        {
            yield return $"the key that signed was replaced in block {replaced}";
        }
        if (Limit is not null)
        {
            yield return Limit;
        }
    }
}
