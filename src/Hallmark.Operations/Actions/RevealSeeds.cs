using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>Tells secrets that <see cref="CommitSeeds"/> committed to, each to the request that names its commitment.</summary>
/// <param name="Seed">The one to tell; null for all that open requests wait for.</param>
public sealed record RevealSeeds(string? Seed) : MemberAction<SeedsRevealed>
{
    /// <exception cref="FailureException">A secret is another's, is not kept here, or no request names it yet: none was told.</exception>
    public override async Task<SeedsRevealed> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        MemberSession session = workspace.ActAs(As, Roles.Reader);
        SeedSecrets secrets = workspace.Keys.OpenSeedSecrets();
        SeedState[] waited = Seed is { } id ? [ListSeeds.Find(catalog, id)] : [.. WaitedFor(catalog, session.Member)];
        // All are at hand before the first is told.
        SeedReveal[] reveals = [.. waited.Select(seed => RevealOf(workspace, secrets, session.Member, seed))];
        var requests = new List<RequestState>();
        foreach ((SeedState seed, SeedReveal reveal) in waited.Zip(reveals))
        {
            await session.SubmitAsync(reveal, cancellation).ConfigureAwait(false);
            secrets.Forget(seed.Member, seed.Commitment);
            requests.Add(catalog.Request(reveal.Request));
        }
        return new SeedsRevealed(session.Member, [.. waited.Select(seed => ListSeeds.Find(catalog, seed.Id))], requests);
    }

    private static IEnumerable<SeedState> WaitedFor(Catalog catalog, string member) => catalog.Ledger.State.List(ScheduleKeys.Seeds)
        .Where(seed => seed.Member == member && seed.Secret is null)
        .Where(seed => seed.Request is { } request && catalog.Request(request).Status == RequestStatus.Open)
        .OrderBy(seed => seed.Entry);

    private static SeedReveal RevealOf(Workspace workspace, SeedSecrets secrets, string member, SeedState seed)
    {
        if (seed.Member != member)
        {
            throw new FailureException($"{seed.Id} is the secret of {seed.Member}, not of {member}");
        }
        string request = seed.Request ?? throw new FailureException($"no request names {seed.Id} yet; told before, it is worth nothing");
        Digest secret = secrets.Find(seed.Member, seed.Commitment)
            ?? throw new FailureException($"the secret of {seed.Id} is not kept in {workspace.Home.Directory}");
        return new SeedReveal(seed.Id, request, secret);
    }
}

/// <param name="Member">Whose secrets.</param>
/// <param name="Seeds">Told now.</param>
/// <param name="Requests">The request of each, as it stood once it was told.</param>
public sealed record SeedsRevealed(string Member, IReadOnlyList<SeedState> Seeds, IReadOnlyList<RequestState> Requests);
