using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Who read what, when, why, under which grant, and who was denied; <see cref="ListGrants"/> says who may.</summary>
public sealed record ListReadings : Query<IReadOnlyList<Reading>>
{
    /// <summary>Only of this batch; null for all.</summary>
    public string? Batch { get; init; }

    /// <summary>Only by this member; null for all.</summary>
    public string? Member { get; init; }

    public override Task<IReadOnlyList<Reading>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Reading>>([.. home.Catalog.Uses(Batch)
            .SelectMany(ReadingsIn)
            .Where(reading => (Batch ?? reading.Batch) == reading.Batch && (Member ?? reading.Member) == reading.Member)]);

    /// <summary>One for each batch that the use, or the denial of one, names.</summary>
    private static IEnumerable<Reading> ReadingsIn(LedgerEntry entry)
    {
        Statement said = entry.Said;
        AccessUse use = Payload.Read<AccessUse>(said);
        IReadOnlyList<EntryIndex> grants = entry.Outcome.Denied ? [] : AccessUsed.Read(entry.Outcome).Grants;
        return use.Batches.Select(batch =>
            new Reading(entry.Index, entry.TimeMs, said.Issuer, batch, use.For, grants, entry.Outcome.Rule));
    }
}

/// <summary>That a member read a batch, or wanted to.</summary>
/// <param name="TimeMs">The block's time, in milliseconds since 1970.</param>
/// <param name="Grants">Entries of the grants under which it did; none where own data or a role need none, or where it was denied.</param>
/// <param name="DeniedBy">The rule that forbade it, or null.</param>
public sealed record Reading(
    EntryIndex Entry, long TimeMs, string Member, string Batch, ReadFor For, IReadOnlyList<EntryIndex> Grants, string? DeniedBy);
