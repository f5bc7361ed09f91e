using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Makes secrets, keeps them here, and commits to them on record; <see cref="RevealSeeds"/> tells them when their request is there.
/// </summary>
/// <param name="Count">How many; each serves one request.</param>
public sealed record CommitSeeds(int Count) : MemberAction<IReadOnlyList<SeedState>>
{
    private const int CountLimit = 1000;

    public override async Task<IReadOnlyList<SeedState>> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (Count is < 1 or > CountLimit)
        {
            throw new UsageException($"count: is not between 1 and {CountLimit}");
        }
        Catalog catalog = workspace.Catalog;
        MemberSession session = workspace.ActAs(As, Roles.Reader);
        SeedSecrets secrets = workspace.Keys.OpenSeedSecrets();
        SeedCommit[] commits = [.. Enumerable.Range(0, Count)
            .Select(_ => new SeedCommit(secrets.Make(catalog.Ledger.Id, session.Member)))];
        IReadOnlyList<Submission.Accepted> accepted = await session.SubmitAllAsync(commits, cancellation).ConfigureAwait(false);
        return [.. accepted.Select(one => ListSeeds.Find(catalog, SeedCommitted.Read(one.Outcome).Seed))];
    }
}
