using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>What members committed to for seeds that several draw together, and what became of it, in order.</summary>
public sealed record ListSeeds : Query<ListedSeeds>
{
    public override Task<ListedSeeds> AskAsync(HomeReader home, CancellationToken cancellation) => Task.FromResult(new ListedSeeds(
        [.. home.Catalog.Ledger.State.List(ScheduleKeys.Seeds).OrderBy(seed => seed.Entry)], home.Catalog.Ledger.Head));

    /// <exception cref="KeyNotFoundException">There is no such seed.</exception>
    internal static SeedState Find(Catalog catalog, string id) =>
        catalog.Ledger.State.Find(ScheduleKeys.Seed(id)) ?? throw new KeyNotFoundException($"there is no seed '{id}' on this ledger");
}

/// <param name="Head">Of the ledger as of which they are listed.</param>
public sealed record ListedSeeds(IReadOnlyList<SeedState> Seeds, Head Head);
