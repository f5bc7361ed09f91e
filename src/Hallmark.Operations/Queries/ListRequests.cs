using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Schedules that were asked for before their seed was drawn, and what became of them, in order.</summary>
public sealed record ListRequests : Query<ListedRequests>
{
    public override Task<ListedRequests> AskAsync(HomeReader home, CancellationToken cancellation) => Task.FromResult(new ListedRequests(
        [.. home.Catalog.Ledger.State.List(ScheduleKeys.Requests).OrderBy(request => request.Entry)], home.Catalog.Ledger.Head));
}

/// <param name="Head">Of the ledger as of which they are listed.</param>
public sealed record ListedRequests(IReadOnlyList<RequestState> Requests, Head Head);
