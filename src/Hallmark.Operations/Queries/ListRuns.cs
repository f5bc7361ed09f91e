using Hallmark.Operations.Homes;
using Hallmark.Operations.Runs;

namespace Hallmark.Operations.Queries;

/// <summary>The trainings on record, in the order in which they were opened.</summary>
public sealed record ListRuns : Query<IReadOnlyList<RecordedRun>>
{
    public override Task<IReadOnlyList<RecordedRun>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult(RecordedRun.All(home.Catalog, home.Home));
}
