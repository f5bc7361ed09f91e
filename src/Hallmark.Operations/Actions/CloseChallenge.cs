using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>Counts a challenge's votes again among today's validators; one that was open for long is closed without a majority.</summary>
/// <param name="Number">Of the challenge.</param>
public sealed record CloseChallenge(long Number) : MemberAction<ChallengeState>
{
    public override async Task<ChallengeState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        ChallengeState challenge = ListChallenges.Find(workspace.Catalog, Number);
        await workspace.ActAs(As, Roles.Admin).SubmitAsync(new ChallengeClose(challenge.Number), cancellation).ConfigureAwait(false);
        return ListChallenges.Find(workspace.Catalog, challenge.Number);
    }
}
