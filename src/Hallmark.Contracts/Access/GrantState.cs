using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Access;

/// <summary>A member's right to use a dataset, or one batch of it, for a purpose.</summary>
/// <param name="Batch">Id of the one batch; null for the whole dataset.</param>
/// <param name="Until">Seconds since 1970, exclusive; null where it does not expire.</param>
/// <param name="Grantor">Who granted it.</param>
/// <param name="ByAdmin">
/// Whether the grantor was an admin; otherwise it reaches sealed batches only where they are the grantor's own.
/// </param>
/// <param name="Entry">The entry that granted it.</param>
/// <param name="Uses">How many uses were recorded under it.</param>
/// <param name="Revoked">First block in which it no longer holds, or null.</param>
public sealed record GrantState(
    string Member, string Dataset, string? Batch, string Purpose, long? Until, string Grantor, bool ByAdmin, EntryIndex Entry, long Uses,
    BlockHeight? Revoked) : IStateRecord<GrantState>
{
    /// <param name="timeMs">A block's time.</param>
    public bool IsExpiredAt(long timeMs) => Until is { } until && timeMs / 1000 >= until;

    /// <summary>
    /// Whether its grantor could grant this batch: the word of who opened a dataset does not open others' sealed batches.
    /// </summary>
    public bool Reaches(BatchState batch) => batch.Tier == BatchTier.Open || ByAdmin || Grantor == batch.Provider;

    public bool IsRevokedAt(BlockHeight height) => height >= Revoked;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("dataset", Dataset).Text("batch", Batch).Text("purpose", Purpose).Integer("until", Until)
        .Text("grantor", Grantor).Boolean("admin", ByAdmin).Entry("entry", Entry).Integer("uses", Uses).Height("revoked", Revoked);

    public static GrantState Read(CborMap map) => new(
        map.Text("member"), map.Text("dataset"), map.OptionalText("batch"), map.Text("purpose"), map.OptionalInteger("until"),
        map.Text("grantor"), map.Boolean("admin"), map.Entry("entry"), map.Integer("uses"), map.OptionalHeight("revoked"));
}

/// <summary>That a member put on record to read a batch, and what for.</summary>
/// <param name="Grant">Entry of the grant under which it did; null where it needed none: its own batch, or its role.</param>
/// <param name="Entry">The newest entry that says so.</param>
/// <param name="Times">How often it did.</param>
public sealed record UseState(
    string Member, string Batch, ReadFor For, EntryIndex? Grant, EntryIndex Entry, long Times) : IStateRecord<UseState>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("batch", Batch).ReadFor(For)
            .Entry("grant", Grant).Entry("entry", Entry).Integer("times", Times);

    public static UseState Read(CborMap map) => new(
        map.Text("member"), map.Text("batch"), map.ReadFor(), map.OptionalEntry("grant"), map.Entry("entry"), map.Integer("times"));
}
