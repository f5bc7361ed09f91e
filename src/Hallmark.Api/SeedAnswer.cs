using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;

namespace Hallmark.Api;

/// <summary>Commitments to secrets, as <c>seed</c> answers.</summary>
public sealed record SeedsAnswer(IReadOnlyList<SeedAnswer> Seeds, HeadAnswer Head)
{
    public static SeedsAnswer Of(IEnumerable<SeedState> seeds, Head head) => new([.. seeds.Select(SeedAnswer.Of)], HeadAnswer.Of(head));
}

/// <summary>A member's commitment to a secret, and what became of it.</summary>
/// <param name="Status">unused, named or revealed.</param>
/// <param name="Request">The request that names it.</param>
/// <param name="Secret">Null until it is revealed.</param>
public sealed record SeedAnswer(string Id, string Member, string Commitment, ulong Entry, string Status, string? Request, string? Secret)
{
    public static SeedAnswer Of(SeedState seed) => new(
        seed.Id, seed.Member, seed.Commitment.ToString(), seed.Entry.Value, StatusOf(seed), seed.Request, seed.Secret?.ToString());

    public static string StatusOf(SeedState seed) => seed.Secret is not null ? "revealed" : seed.Request is not null ? "named" : "unused";
}
