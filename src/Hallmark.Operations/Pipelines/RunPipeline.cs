using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Runs;

namespace Hallmark.Operations.Pipelines;

/// <summary>
/// The main job, stage by stage, each by the actions of its members, up to the closed run and its comparison; audit and report come after
/// it, on a higher floor. Each stage first looks at what is on record, so a job that was cut off anywhere goes on from there, and a
/// finished one finds nothing to do. It needs no workspace: the ledger is made here where there is none.
/// </summary>
public sealed record RunPipeline(Pipeline Pipeline)
{
    /// <summary>Told how far each stage is; null for nobody.</summary>
    public IProgress<ActionProgress>? Progress { get; init; }

    /// <summary>Told what was done and what is next; null for nobody.</summary>
    public IProgress<PipelineEvent>? Events { get; init; }

    private string Dataset => Pipeline.Dataset.Name;

    /// <param name="warn">Told what the last writer left behind.</param>
    /// <exception cref="UsageException">The home is another pipeline's, or a file does not fit.</exception>
    public async Task<PipelineOutcome> ExecuteAsync(Home home, Action<string> warn, TimeProvider clock, CancellationToken cancellation)
    {
        await CreateLedgerAsync(home, clock, cancellation).ConfigureAwait(false);
        await using Workspace workspace = await Workspace.OpenAsync(home, warn, clock, cancellation: cancellation).ConfigureAwait(false);
        Catalog catalog = workspace.Catalog;
        TreeSize before = catalog.Ledger.Size;
        await AddMembersAsync(workspace, cancellation).ConfigureAwait(false);
        await DeployPolicyAsync(workspace, cancellation).ConfigureAwait(false);
        await RegisterAsync(workspace, cancellation).ConfigureAwait(false);
        await GrantAsync(workspace, cancellation).ConfigureAwait(false);
        await JudgeAsync(workspace, cancellation).ConfigureAwait(false);
        await CommitEvaluationAsync(workspace, cancellation).ConfigureAwait(false);
        ScheduleState schedule = await ScheduleAsync(workspace, cancellation).ConfigureAwait(false);
        string run = await TrainAsync(workspace, schedule, cancellation).ConfigureAwait(false);
        Comparison comparison = await CompareAsync(workspace, run, cancellation).ConfigureAwait(false);
        return new PipelineOutcome(
            catalog.Ledger.Head, catalog.Batches(Dataset), RecordedRun.Find(catalog, home, run), comparison, before == catalog.Ledger.Size);
    }

    private async Task CreateLedgerAsync(Home home, TimeProvider clock, CancellationToken cancellation)
    {
        if (!home.Exists)
        {
            PipelineSources.Check(Pipeline, null, cancellation);
            Tell(new PipelineEvent.CreatingLedger(Pipeline.Name, home.Directory));
            await new CreateLedger(Pipeline.Name, Pipeline.Admin) { Pipeline = Pipeline.Digest }.ExecuteAsync(home, clock)
                .ConfigureAwait(false);
        }
        else if (HomeConfig.Find(home)?.Pipeline != Pipeline.Digest)
        {
            throw new UsageException($"{home.Directory} is the home of another pipeline, or of none; name another with --home");
        }
    }

    private async Task AddMembersAsync(Workspace workspace, CancellationToken cancellation)
    {
        foreach (PipelineMember member in Pipeline.Members)
        {
            if (workspace.Catalog.Ledger.State.Find(MemberKeys.Member(member.Name)) is null)
            {
                await DoAsync(new AddMember(member.Name, member.Roles) { As = Pipeline.Admin }, workspace, cancellation)
                    .ConfigureAwait(false);
                Tell(new PipelineEvent.MemberAdded(member.Name, member.Roles));
            }
        }
    }

    private async Task DeployPolicyAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (workspace.Catalog.AdmissionPolicy().Digest != Pipeline.Checks.Policy.Digest)
        {
            await DoAsync(new DeployPolicy(Pipeline.Checks.Policy, null) { As = Pipeline.Admin }, workspace, cancellation)
                .ConfigureAwait(false);
        }
    }

    private async Task RegisterAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(Dataset)) is null)
        {
            Schema schema = PipelineSources.Check(Pipeline, read => Tell(new PipelineEvent.FileRead(read)), cancellation);
            var create = new CreateDataset(Dataset, schema) { As = Pipeline.Sources[0].Provider };
            await DoAsync(create, workspace, cancellation).ConfigureAwait(false);
        }
        foreach (PipelineSource source in Pipeline.Sources)
        {
            var register = new RegisterFile(source.File, Dataset)
            {
                As = source.Provider,
                Words = Pipeline.WordsOf(source),
                BatchSize = source.BatchSize,
                Origin = source.Origin,
                Steps = source.Steps,
            };
            RegisteredBatches outcome = await DoAsync(register, workspace, cancellation).ConfigureAwait(false);
            if (outcome.Registered.Count > 0)
            {
                Tell(new PipelineEvent.FileRegistered(source.File, source.Provider, outcome.Records, outcome.Registered.Count));
            }
        }
    }

    private async Task GrantAsync(Workspace workspace, CancellationToken cancellation)
    {
        foreach (PipelineGrant grant in Pipeline.Grants)
        {
            if (workspace.Catalog.Ledger.State.Find(AccessKeys.Grant(Dataset, grant.Member, grant.Purpose)) is null)
            {
                var allow = new GrantAccess(grant.Member, Dataset, grant.Purpose, grant.Until) { As = Pipeline.Admin };
                await DoAsync(allow, workspace, cancellation).ConfigureAwait(false);
                Tell(new PipelineEvent.Granted(grant.Member, Dataset, grant.Purpose));
            }
        }
    }

    private async Task JudgeAsync(Workspace workspace, CancellationToken cancellation)
    {
        int open = JudgeBatches.OpenTo(workspace.Catalog, Dataset, Pipeline.Checks.Validator).Count();
        if (open == 0)
        {
            return;
        }
        Tell(new PipelineEvent.Judging(open));
        await DoAsync(new JudgeBatches(Dataset) { As = Pipeline.Checks.Validator }, workspace, cancellation).ConfigureAwait(false);
        Tell(new PipelineEvent.Judged([.. workspace.Catalog.Batches(Dataset)
            .CountBy(batch => batch.Verdict).OrderBy(count => count.Key).Select(count => (count.Key, count.Value))]));
    }

    private async Task CommitEvaluationAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (Pipeline.EvaluationFile is { } file && workspace.Catalog.Ledger.Last.Rules >= RuleVersions.BoundRuns)
        {
            var commit = new CommitEvaluation(file, Dataset)
            {
                As = Pipeline.Checks.Validator,
                Words = Pipeline.Dataset.Words,
            };
            await DoAsync(commit, workspace, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ScheduleState> ScheduleAsync(Workspace workspace, CancellationToken cancellation)
    {
        ScheduleState? there = workspace.Catalog.Ledger.State.List(ScheduleKeys.All)
            .FirstOrDefault(schedule => schedule.Dataset == Dataset && schedule.Trainer == Pipeline.Trainer);
        if (there is not null)
        {
            return there;
        }
        var choose = new ScheduleBatches(Dataset, Pipeline.Schedule.Wish) { Seed = Pipeline.Schedule.Seed, As = Pipeline.Trainer };
        ScheduleState chosen = (await DoAsync(choose, workspace, cancellation).ConfigureAwait(false)).Schedule.State;
        Tell(new PipelineEvent.Scheduled(chosen.Batches.Count));
        return chosen;
    }

    private async Task<string> TrainAsync(Workspace workspace, ScheduleState schedule, CancellationToken cancellation)
    {
        RunState? done = workspace.Catalog.Ledger.State.List(RunKeys.All)
            .FirstOrDefault(run => run.Schedule == schedule.Id && run.Closed is not null);
        if (done is not null)
        {
            return done.Id;
        }
        Tell(new PipelineEvent.Training(schedule.Batches.Count, Pipeline.Model.Epochs));
        var train = new TrainModel(Dataset, Pipeline.Model)
        {
            As = Pipeline.Trainer,
            Schedule = schedule.Id,
            Test = Pipeline.EvaluationFile,
            TestWords = Pipeline.Dataset.Words,
        };
        TrainedModel trained = await DoAsync(train, workspace, cancellation).ConfigureAwait(false);
        if (trained.Denials.Count > 0)
        {
            Tell(new PipelineEvent.StepsDenied(trained.Denials));
        }
        return trained.Run.State.Id;
    }

    /// <summary>Measured anew at every call: what lies in the file from before is nobody's word.</summary>
    private async Task<Comparison> CompareAsync(Workspace workspace, string run, CancellationToken cancellation)
    {
        Tell(new PipelineEvent.Comparing(Pipeline.Seeds));
        return await DoAsync(new CompareRun(run, Pipeline.Seeds) { As = Pipeline.Trainer }, workspace, cancellation).ConfigureAwait(false);
    }

    private Task<T> DoAsync<T>(MemberAction<T> action, Workspace workspace, CancellationToken cancellation) =>
        (action with { Progress = Progress }).ExecuteAsync(workspace, cancellation);

    private void Tell(PipelineEvent told) => Events?.Report(told);
}

/// <summary>What a pipeline has come to.</summary>
/// <param name="AlreadyDone">Whether nothing was left to put on record.</param>
public sealed record PipelineOutcome(
    Head Head, IReadOnlyList<BatchState> Batches, RecordedRun Run, Comparison Comparison, bool AlreadyDone);
