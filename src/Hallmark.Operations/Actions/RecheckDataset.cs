using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Actions;

/// <summary>
/// As a second validator, measures again what others signed for a dataset's batches since that was last done, and puts on record what came
/// of it, so that batches can be taken back. Contrast <see cref="RecheckBatch"/>, which measures one and puts nothing on record.
/// </summary>
/// <param name="Dataset">Whose judgements.</param>
public sealed record RecheckDataset(string Dataset) : MemberAction<RecheckedDataset>
{
    /// <exception cref="RecheckImpossibleException">
    /// A judgement could not be measured here: nothing is on record but the reading.
    /// </exception>
    public override async Task<RecheckedDataset> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        DatasetState dataset = catalog.Dataset(Dataset);
        MemberSession validator = workspace.ActAs(As, Roles.Validator);
        (EntryIndex from, LedgerEntry[] due) = Due(catalog, dataset.Name, validator.Member);
        if (due.Length == 0)
        {
            return new RecheckedDataset(dataset.Name, validator.Member, 0, [], false);
        }
        Dictionary<BatchJudge, EntryIndex> entries = due.ToDictionary(
            entry => Payload.Read<BatchJudge>(entry.Statement), entry => entry.Index,
            (IEqualityComparer<BatchJudge>)ReferenceEqualityComparer.Instance);
        IReadOnlyList<RecheckResult> results =
            await MeasureAsync(workspace, validator, [.. entries.Keys], cancellation).ConfigureAwait(false);
        RecheckResult[] differ =
            [.. results.Where(result => result.Status == RecheckStatus.Differs).OrderBy(result => entries[result.Judge])];
        bool isSettled = differ.All(result => JudgingKeys.IsSettled(catalog.Ledger.State, entries[result.Judge]));
        if (isSettled)
        {
            var said = new DatasetRecheck(
                dataset.Name, from, due[^1].Index, [.. differ.Select(result => entries[result.Judge])]);
            await validator.SubmitAsync(said, cancellation).ConfigureAwait(false);
        }
        int measured = results.Count(result => result.Status is RecheckStatus.Agrees or RecheckStatus.Differs);
        return new RecheckedDataset(dataset.Name, validator.Member, measured, differ, isSettled)
        {
            Lost = results.Count(result => result.Status == RecheckStatus.Withdrawn),
        };
    }

    /// <summary>
    /// The judgements by others from the first on that nobody but its validator has measured, in order. What is said of them begins where
    /// others ended, so that nothing in between is left out.
    /// </summary>
    private static (EntryIndex From, LedgerEntry[] Due) Due(Catalog catalog, string dataset, string validator)
    {
        RecheckState state = catalog.Ledger.State.Find(JudgingKeys.Rechecks(dataset)) ?? RecheckState.None;
        JudgedBy[] left = [.. state.Validators.Where(one => one.Validator != validator && one.IsLeft)];
        if (left.Length == 0)
        {
            return (default, []);
        }
        EntryIndex from = left.Min(one => one.Rechecked);
        return (from,
        [
            .. catalog.Batches(dataset)
                .SelectMany(batch => catalog.Statements(BatchJudge.Kind, batch.Id))
                .Where(entry => entry.Statement.Issuer != validator && entry.Index >= from)
                .OrderBy(entry => entry.Index),
        ]);
    }

    private async Task<IReadOnlyList<RecheckResult>> MeasureAsync(
        Workspace workspace, MemberSession validator, IReadOnlyList<BatchJudge> due, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        BatchState[] read = [.. due
            .SelectMany(judge => BatchJudging.ReadAgainBy(catalog, catalog.Batch(judge.Batch), judge))
            .DistinctBy(batch => batch.Id).OrderBy(batch => batch.Entry)];
        var reading = await BatchReading.OpenAsync(
            validator, catalog, Dataset, read, ReadFor.Rechecking, workspace.Custodians.OpenAsync, again: false, cancellation)
            .ConfigureAwait(false);
        using DatasetKey? key = workspace.Custodians.FindDatasetKey(validator.Member, Dataset);
        RecheckResult[] results = await BatchJudging.RecheckAsync(catalog, reading, key, Dataset, due, cancellation)
            .ToArrayAsync(cancellation).ConfigureAwait(false);
        return results.FirstOrDefault(IsStuck) is { } stuck
            ? throw new RecheckImpossibleException($"{stuck.Judge.Batch}: {stuck.Problem}")
            : results;
    }

    private static bool IsStuck(RecheckResult result) =>
        result.Status is RecheckStatus.Sealed or RecheckStatus.Impossible or RecheckStatus.OtherCode;
}

/// <param name="Validator">Who measured again.</param>
/// <param name="Measured">Judgements measured; the content of others is destroyed.</param>
/// <param name="Differ">Those that came out otherwise; a challenge settles who is right.</param>
/// <param name="IsOnRecord">False where nothing was due, or something differs and is not settled.</param>
public sealed record RecheckedDataset(
    string Dataset, string Validator, int Measured, IReadOnlyList<RecheckResult> Differ, bool IsOnRecord)
{
    /// <summary>Judgements that nobody can measure any more, as a batch that they rest on was withdrawn: the word is not about
    /// them.</summary>
    public int Lost { get; init; }
}
