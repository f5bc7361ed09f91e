using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Ends a request whose deadline has passed; the record names who kept it from its end.</summary>
/// <param name="Request">Its id.</param>
public sealed record VoidRequest(string Request) : MemberAction<RequestState>
{
    public override async Task<RequestState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        RequestState request = workspace.Catalog.Request(Request);
        MemberSession session = workspace.ActAs(As, Roles.Trainer);
        await session.SubmitAsync(new ScheduleVoid(request.Id), cancellation).ConfigureAwait(false);
        return workspace.Catalog.Request(request.Id);
    }
}
