using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Features;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Runs;
using Hallmark.Training;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Trains a run's model again over several seeds, on its chosen batches and on all of the dataset, and measures both. That all batches are
/// read for it is on record; the trainings are not, and are no runs. What came of it is kept with the run's files, its digest on record.
/// </summary>
/// <param name="Run">The run's id; it was opened with an evaluation set.</param>
/// <param name="Seeds">Trainings of each kind, from 1.</param>
public sealed record CompareRun(string Run, int Seeds) : MemberAction<Comparison>
{
    /// <exception cref="FailureException">The run was opened without an evaluation set.</exception>
    public override async Task<Comparison> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (Seeds < 1)
        {
            throw new UsageException($"--compare: {Seeds} is no number of seeds");
        }
        Catalog catalog = workspace.Catalog;
        RecordedRun run = RecordedRun.Find(catalog, workspace.Home, Run);
        EvaluationSet set = run.Open.Evaluation ?? throw new FailureException($"{Run} has no evaluation set to compare on");
        MemberSession trainer = workspace.ActAs(As, Roles.Trainer);
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.State.Schedule))!;
        Schema schema = await catalog.SchemaAsync(schedule, cancellation).ConfigureAwait(false);
        if (schema.Task == LearningTask.Regression)
        {
            throw new UsageException("--compare: compares accuracies, and the label is a number");
        }
        RecordBatch evaluation = await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false);
        // All batches by root, so that the order says nothing about who came first; but those of a later schema than the run's.
        BatchState[] there = [.. catalog.Batches(run.State.Dataset)
            .Where(batch => batch.Withdrawn is null && schema.Find(catalog.Manifest(batch).SchemaDigest) is not null)
            .OrderBy(batch => batch.Root)];
        var reading = await BatchReading.OpenAsync(
            trainer, catalog, run.State.Dataset, there, ReadFor.Purpose(run.State.Purpose), workspace.Custodians.OpenAsync, again: false,
            cancellation)
                .ConfigureAwait(false);
        RecordBatch[] all = await ReadAsync(there).ConfigureAwait(false);
        RecordBatch[] chosen = await ReadAsync(schedule.Batches.Select(catalog.Batch)).ConfigureAwait(false);
        FeatureSelection features = ScheduleFeatures.Of(catalog, schedule, schema);
        var comparison = new Comparison(Accuracies(chosen), Accuracies(all));
        ObjectReference written = comparison.Write(RunFiles.For(workspace.Home.Runs, Run));
        if (catalog.Ledger.Last.Rules >= RuleVersions.ComparisonsOnRecord && Comparison.OnRecord(catalog, run.State) != written)
        {
            await trainer.SubmitAsync(new RunCompare(Run, written), cancellation).ConfigureAwait(false);
        }
        return comparison;

        IReadOnlyList<long> Accuracies(RecordBatch[] batches) =>
            ModelComparison.TestAccuracies(run.Open.Configuration, features, batches, evaluation, Seeds, cancellation);

        async Task<RecordBatch[]> ReadAsync(IEnumerable<BatchState> batches)
        {
            var records = new List<RecordBatch>();
            foreach (BatchState batch in batches)
            {
                records.Add(await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false));
            }
            return [.. records];
        }
    }
}
