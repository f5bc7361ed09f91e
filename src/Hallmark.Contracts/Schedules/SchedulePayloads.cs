using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>
/// A trainer fixes everything about a schedule but its seed: <c>schedule.request</c> {dataset, terms, seeds, within}. The seed will
/// follow from this statement and from what the named members reveal.
/// </summary>
/// <param name="Seeds">Commitments of other members, each another member's, in the order in which their secrets count.</param>
/// <param name="Within">So many entries after this one the secrets must be there.</param>
public sealed record ScheduleRequest(string Dataset, ScheduleTerms Terms, IReadOnlyList<string> Seeds, long Within)
    : IPayload<ScheduleRequest, ScheduleRequested>
{
    public const int MaxSeeds = 32;

    /// <summary>Longest time for reveals, in entries.</summary>
    public const long MaxWithin = 1_000_000;

    public static string Kind => "schedule.request";

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter().Text("dataset", Dataset).Map("terms", Terms.ToMap()).Texts("seeds", Seeds)
        .Integer("within", Within);

    public static ScheduleRequest Read(CborMap map) => new(
        map.Name("dataset"), ScheduleTerms.Read(map.Map("terms")), map.Texts("seeds", MaxSeeds), map.Integer("within", 1, MaxWithin));
}

/// <summary>Ends a request that came to nothing: <c>schedule.void</c> {request}. Who kept it from its end is recorded.</summary>
public sealed record ScheduleVoid(string Request) : IPayload<ScheduleVoid>
{
    public static string Kind => "schedule.void";

    public string Subject => Request;

    public CborMapWriter ToMap() => new CborMapWriter().Text("request", Request);

    public static ScheduleVoid Read(CborMap map) => new(map.Text("request"));
}

/// <summary>
/// A member commits to a secret, for seeds drawn later: <c>seed.commit</c> {commitment}. See <see cref="ScheduleSeed.CommitmentOf"/>.
/// </summary>
public sealed record SeedCommit(Digest Commitment) : IPayload<SeedCommit, SeedCommitted>
{
    public static string Kind => "seed.commit";

    public string Subject => Commitment.ToString();

    public CborMapWriter ToMap() => new CborMapWriter().Digest("commitment", Commitment);

    public static SeedCommit Read(CborMap map) => new(map.Digest("commitment"));
}

/// <summary>The member tells the secret to the request that names its commitment: <c>seed.reveal</c> {seed, request, secret}.</summary>
/// <param name="Secret">32 bytes, in the shape of a digest.</param>
public sealed record SeedReveal(string Seed, string Request, Digest Secret) : IPayload<SeedReveal>
{
    public static string Kind => "seed.reveal";

    public string Subject => Seed;

    public CborMapWriter ToMap() => new CborMapWriter().Text("seed", Seed).Text("request", Request).Digest("secret", Secret);

    public static SeedReveal Read(CborMap map) => new(map.Text("seed"), map.Text("request"), map.Digest("secret"));
}
