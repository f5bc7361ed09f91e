using System.Security.Cryptography;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Chooses accepted batches under a budget and commits to them, under terms and a seed of the trainer's own. Contrast
/// <see cref="AnswerRequest"/>, whose seed others had a hand in. Cancelled, it commits to the best choice so far.
/// </summary>
/// <param name="Dataset">Whose batches.</param>
/// <param name="Wish">What is asked of the schedule.</param>
public sealed record ScheduleBatches(string Dataset, ScheduleWish Wish) : MemberAction<ScheduledBatches>
{
    /// <summary>Decides order and search, recorded as chosen; null to draw one, recorded as operator-grindable.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What the batches are read and trained on for.</summary>
    public string Purpose { get; init; } = Purposes.Training;

    /// <exception cref="FailureException">Nothing can be chosen.</exception>
    public override async Task<ScheduledBatches> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Purpose);
        ScheduleTerms terms = SchedulePlanning.Fix(workspace.Catalog, Dataset, Wish);
        ulong seed = Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        var search = new ScheduleSearch(workspace, workspace.ActAs(As, Roles.Trainer), Purpose, Progress, cancellation);
        Schedule found = await search.ChooseAsync(Dataset, terms, seed, Wish.Limit).ConfigureAwait(false);
        string origin = Seed is null ? SeedOrigins.Grindable : SeedOrigins.Chosen;
        var direct = new DirectSchedule(ScheduleSearch.Searched(terms, found), seed, origin);
        return await search.CommitAsync(Dataset, null, direct, found).ConfigureAwait(false);
    }
}
