using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Allows a member to use a dataset, or one batch of it, for a purpose.</summary>
/// <param name="Member">Who may.</param>
/// <param name="On">A dataset's name, or a batch's id.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Until">Last moment, in seconds since 1970; null where the grant does not end.</param>
public sealed record GrantAccess(string Member, string On, string Purpose, long? Until) : MemberAction<AccessGranted>
{
    /// <summary>The purpose of whoever names none.</summary>
    public const string Training = AccessGrant.Training;

    public override async Task<AccessGranted> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Member);
        MemberNames.RequireName(Purpose);
        (string dataset, string? batch) = AccessSubject.Split(On);
        if (Until <= workspace.Clock.GetUtcNow().ToUnixTimeSeconds())
        {
            throw new UsageException($"--until: {DateTimeOffset.FromUnixTimeSeconds(Until.Value):yyyy-MM-dd'T'HH:mm:ss'Z'} is past");
        }
        var grant = new AccessGrant(Member, dataset, Purpose, Until, batch);
        await workspace.ActAs(As, Roles.Admin).SubmitAsync(grant, cancellation).ConfigureAwait(false);
        return new AccessGranted(Member, dataset, batch, Purpose, Until);
    }
}

/// <param name="Batch">Null where it is for the whole dataset.</param>
/// <param name="Until">Last moment, in seconds since 1970; null where it does not end.</param>
public sealed record AccessGranted(string Member, string Dataset, string? Batch, string Purpose, long? Until)
{
    /// <summary>What may be used.</summary>
    public string Subject => Batch ?? Dataset;
}
