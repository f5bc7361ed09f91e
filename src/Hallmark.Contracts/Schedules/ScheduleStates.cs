using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>A committed schedule. Its batches, in order, are in entry <paramref name="Entry"/> and repeated here for the rules.</summary>
/// <param name="Request">The request that it answers, or null.</param>
/// <param name="SeedOrigin">See <see cref="SeedOrigins"/>; "revealed" exactly where a request is answered.</param>
public sealed record ScheduleState(
    string Id, string Dataset, string Trainer, IReadOnlyList<string> Batches, EntryIndex Entry, string? Request, ulong Seed,
    string SeedOrigin)
        : IStateRecord<ScheduleState>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("id", Id).Text("dataset", Dataset).Text("trainer", Trainer).Texts("batches", Batches).Entry("entry", Entry)
        .Text("request", Request).Integer("seed", Seed).Text("seedOrigin", SeedOrigin);

    public static ScheduleState Read(CborMap map) => new(
        map.Text("id"), map.Text("dataset"), map.Text("trainer"), map.Texts("batches", ScheduleCommit.MaxBatches), map.Entry("entry"),
        map.OptionalText("request"), map.Unsigned("seed"), map.Text("seedOrigin", 32));
}

/// <summary>A member's commitment to a secret.</summary>
/// <param name="Id">member/seed/number.</param>
/// <param name="Request">The request that names it; it serves no other, even where that one came to nothing.</param>
/// <param name="Secret">Null until it is revealed; the next one likewise.</param>
/// <param name="Revealed">The entry that revealed it.</param>
public sealed record SeedState(
    string Id, string Member, Digest Commitment, EntryIndex Entry, string? Request = null, Digest? Secret = null,
    EntryIndex? Revealed = null)
        : IStateRecord<SeedState>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("id", Id).Text("member", Member).Digest("commitment", Commitment).Entry("entry", Entry).Text("request", Request)
        .Digest("secret", Secret).Entry("revealed", Revealed);

    public static SeedState Read(CborMap map) => new(
        map.Text("id"), map.Text("member"), map.Digest("commitment"), map.Entry("entry"), map.OptionalText("request"),
            map.OptionalDigest("secret"),
        map.OptionalEntry("revealed"));
}

/// <summary>Where a request for a schedule stands.</summary>
public enum RequestStatus
{
    /// <summary>Secrets are missing.</summary>
    Open,

    /// <summary>All secrets are there, and with them the seed.</summary>
    Revealed,

    /// <summary>Its schedule is committed.</summary>
    Committed,

    /// <summary>It came to nothing, and never will come to anything.</summary>
    Void,
}

/// <summary>A request for a schedule.</summary>
/// <param name="Id">dataset/request/number.</param>
/// <param name="Statement">Id of the statement that made it: the seed follows from it.</param>
/// <param name="Deadline">Last entry in which a secret may be revealed.</param>
/// <param name="Seed">Known from the last reveal on.</param>
/// <param name="Withheld">Members who kept it from its end; names only where it is void.</param>
/// <param name="Schedule">What came of it, or null.</param>
public sealed record RequestState(
    string Id, string Dataset, string Trainer, Digest Statement, ScheduleTerms Terms, IReadOnlyList<string> Seeds, EntryIndex Entry,
        EntryIndex Deadline,
    RequestStatus Status, ulong? Seed, IReadOnlyList<string> Withheld, string? Schedule) : IStateRecord<RequestState>
{
    public CborMapWriter ToMap()
    {
        CborMapWriter map = new CborMapWriter()
            .Text("id", Id).Text("dataset", Dataset).Text("trainer", Trainer).Digest("statement", Statement).Map("terms", Terms.ToMap())
                .Texts("seeds", Seeds)
            .Entry("entry", Entry).Entry("deadline", Deadline).Integer("status", (long)Status).Texts("withheld", Withheld)
                .Text("schedule", Schedule);
        return Seed is { } seed ? map.Integer("seed", seed) : map;
    }

    public static RequestState Read(CborMap map) => new(
        map.Text("id"), map.Text("dataset"), map.Text("trainer"), map.Digest("statement"), ScheduleTerms.Read(map.Map("terms")),
        map.Texts("seeds", ScheduleRequest.MaxSeeds), map.Entry("entry"), map.Entry("deadline"),
            (RequestStatus)map.Integer("status", 0, 3),
        map.Has("seed") ? map.Unsigned("seed") : null, map.Texts("withheld", ScheduleRequest.MaxSeeds), map.OptionalText("schedule"));
}
