using System.Security.Cryptography;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Fixes all of a schedule but its seed, and names the secrets that the seed will follow from: nobody can choose it. Contrast
/// <see cref="ScheduleBatches"/>, where the trainer does.
/// </summary>
/// <param name="Dataset">Whose batches.</param>
/// <param name="Wish">What is asked of the schedule.</param>
public sealed record OpenRequest(string Dataset, ScheduleWish Wish) : MemberAction<RequestOpened>
{
    /// <summary>So many entries of the ledger later the secrets must be there.</summary>
    public const long UsualWithin = 10_000;

    /// <summary>Commitments that are to be revealed; none to name the oldest unused one of every other member.</summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>As <see cref="UsualWithin"/>.</summary>
    public long Within { get; init; } = UsualWithin;

    /// <summary>What the batches are read for, where the method is tried out.</summary>
    public string Purpose { get; init; } = Purposes.Training;

    /// <exception cref="FailureException">No other member has an unused commitment, or nothing can be chosen.</exception>
    public override async Task<RequestOpened> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Purpose);
        Catalog catalog = workspace.Catalog;
        MemberSession trainer = workspace.ActAs(As, Roles.Trainer);
        string dataset = catalog.Dataset(Dataset).Name;
        ScheduleTerms terms = SchedulePlanning.Fix(catalog, dataset, Wish);
        IReadOnlyList<string> seeds = Seeds.Count > 0 ? Seeds : UnusedSeeds(catalog, trainer.Member);
        bool tried = Wish.Limit is not null || terms.Method == SelectionMethods.NameOf(SelectionMethod.Auto);
        if (tried)
        {
            terms = await TryAsync(new ScheduleSearch(workspace, trainer, Purpose, Progress, cancellation), dataset, terms)
                .ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
        ScheduleRequested requested = await trainer.ObtainAsync(new ScheduleRequest(dataset, terms, seeds, Within), cancellation)
            .ConfigureAwait(false);
        return new RequestOpened(catalog.Request(requested.Request), tried);
    }

    /// <summary>
    /// A limit of time, and a method that is yet to be found, are tried out now under a seed that will not come again: what is
    /// committed is a method and a count of rounds.
    /// </summary>
    private async Task<ScheduleTerms> TryAsync(ScheduleSearch search, string dataset, ScheduleTerms terms)
    {
        ulong trial = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        Schedule found = await search.ChooseAsync(dataset, terms, trial, Wish.Limit).ConfigureAwait(false);
        return ScheduleSearch.Searched(terms, found) with { Rounds = search.RoundsOf(found.Method) };
    }

    /// <summary>The oldest unused commitment of every other member in good standing, in order of the members' names.</summary>
    private static string[] UnusedSeeds(Catalog catalog, string trainer)
    {
        HashSet<string> others = [.. catalog.Members()
            .Where(member => member.Name != trainer && member.IsInStandingAt(catalog.NextHeight)).Select(member => member.Name)];
        string[] seeds = [.. catalog.Ledger.State.List(ScheduleKeys.Seeds)
            .Where(seed => seed.Request is null && others.Contains(seed.Member))
            .GroupBy(seed => seed.Member)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.MinBy(seed => seed.Entry)!.Id)
            .Take(ScheduleRequest.MaxSeeds)];
        return seeds.Length > 0
            ? seeds
            : throw new FailureException("no other member has an unused commitment; 'hallmark seed commit --as MEMBER' makes one");
    }
}

/// <param name="Tried">Whether method and rounds were found by trying, and are not the wish's own.</param>
public sealed record RequestOpened(RequestState Request, bool Tried);
