using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Chooses batches as a request on record asks, by the seed that the secrets of others give, and commits to them. Contrast
/// <see cref="ScheduleBatches"/>, whose terms and seed are the trainer's own.
/// </summary>
/// <param name="Request">The request's id.</param>
public sealed record AnswerRequest(string Request) : MemberAction<ScheduledBatches>
{
    /// <summary>The dataset that the caller takes the request to be for; null where it does not say.</summary>
    public string? Dataset { get; init; }

    /// <summary>What the batches are read for.</summary>
    public string Purpose { get; init; } = Purposes.Training;

    /// <exception cref="FailureException">The seed is not there, or nothing can be chosen.</exception>
    /// <exception cref="OperationCanceledException">A search cut short is not what was asked for: nothing was committed.</exception>
    public override async Task<ScheduledBatches> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Purpose);
        RequestState request = workspace.Catalog.Request(Request);
        if (Dataset is not null && Dataset != request.Dataset)
        {
            throw new UsageException($"{request.Id} is for dataset {request.Dataset}, not {Dataset}");
        }
        ulong seed = request.Status == RequestStatus.Revealed
            ? request.Seed!.Value
            : throw new FailureException($"{request.Id} is {request.Status.ToString().ToLowerInvariant()}; there is no seed to choose by");
        var search = new ScheduleSearch(workspace, workspace.ActAs(As, Roles.Trainer), Purpose, Progress, cancellation);
        Schedule found = await search.ChooseAsync(request.Dataset, request.Terms, seed, null).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return await search.CommitAsync(request.Dataset, request.Id, null, found).ConfigureAwait(false);
    }
}
