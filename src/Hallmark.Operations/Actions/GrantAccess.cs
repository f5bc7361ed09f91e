using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Allows a member to use a dataset, or one batch of it, for a purpose.</summary>
/// <param name="Member">Who may.</param>
/// <param name="On">A dataset's name, or a batch's id.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Until">Last moment, in seconds since 1970; null where the grant does not end.</param>
public sealed record GrantAccess(string Member, string On, string Purpose, long? Until) : MemberAction<GrantState>
{
    public override async Task<GrantState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Member);
        MemberNames.RequireName(Purpose);
        (string dataset, string? batch) = AccessSubject.Existing(workspace.Catalog, On);
        MemberNames.RequireExisting(workspace.Catalog, Member);
        if (Until <= workspace.Clock.GetUtcNow().ToUnixTimeSeconds())
        {
            throw new UsageException($"--until: {DateTimeOffset.FromUnixTimeSeconds(Until.Value):yyyy-MM-dd'T'HH:mm:ss'Z'} is past");
        }
        await workspace.ActAs(As, Roles.Admin)
            .SubmitAsync(new AccessGrant(Member, dataset, Purpose, Until, batch), cancellation).ConfigureAwait(false);
        return AccessSubject.GrantOn(workspace.Catalog, dataset, batch, Member, Purpose);
    }
}
