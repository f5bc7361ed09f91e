using Hallmark.Audit;
using Hallmark.Cli.Verbs;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Training;

namespace Hallmark.Cli.Pipelines;

/// <summary>What a pipeline has come to.</summary>
/// <param name="AlreadyDone">Whether nothing was left to put on record.</param>
internal sealed record PipelineResult(Head Head, IReadOnlyList<BatchState> Batches, RunState Run, RunClose Close, Comparison Comparison, AuditReport Audit, string Report, bool AlreadyDone);

/// <summary>
/// The main job, stage by stage. Each stage first looks at what is on record, so a run that was cut off anywhere goes on from
/// there, and a finished one finds nothing to do.
/// </summary>
internal sealed class PipelineRun(Invocation invocation, Pipeline pipeline)
{
    private Output Output => invocation.Output;

    private Home Home => invocation.Home;

    public async Task<PipelineResult> ExecuteAsync(string reportPath, string headPath)
    {
        Head? kept = HeadFile.FindKept(Home, headPath);
        await CreateLedgerAsync().ConfigureAwait(false);
        RunState run;
        Comparison comparison;
        Head head;
        bool alreadyDone;
        await using (Workspace workspace = await Workspace.OpenAsync(Home, Output.Warn, invocation.Clock).ConfigureAwait(false))
        {
            Catalog catalog = workspace.Catalog;
            ulong before = catalog.Ledger.Size.Value;
            await AddMembersAsync(workspace).ConfigureAwait(false);
            await DeployPolicyAsync(workspace).ConfigureAwait(false);
            await RegisterAsync(workspace).ConfigureAwait(false);
            await GrantAsync(workspace).ConfigureAwait(false);
            await JudgeAsync(workspace).ConfigureAwait(false);
            ScheduleState schedule = await ScheduleAsync(workspace).ConfigureAwait(false);
            run = await TrainAsync(workspace, schedule).ConfigureAwait(false);
            comparison = await CompareAsync(workspace, run).ConfigureAwait(false);
            head = catalog.Ledger.Head;
            alreadyDone = before == catalog.Ledger.Size.Value;
        }
        HeadFile.Write(headPath, head);
        AuditReport audit = await invocation.AskAsync(new AuditHome { Replay = true, Head = kept }).ConfigureAwait(false);
        string report = await ReportVerb.WriteAsync(invocation, audit, reportPath).ConfigureAwait(false);
        using var store = Home.OpenStore();
        var final = new Catalog(Home.OpenForReading(), store);
        return new PipelineResult(head, final.Batches(pipeline.Dataset.Name), run, RunsVerb.CloseOf(final, run)!, comparison, audit, report, alreadyDone);
    }

    private async Task CreateLedgerAsync()
    {
        if (!Home.Exists)
        {
            CheckSources();
            Output.Say($"creating the ledger of {pipeline.Name} in {Home.Directory}");
            await new CreateLedger(pipeline.Name, pipeline.Admin) { Pipeline = pipeline.Digest }.ExecuteAsync(Home, invocation.Clock).ConfigureAwait(false);
        }
        else if (HomeConfig.Find(Home)?.Pipeline != pipeline.Digest)
        {
            throw new UsageException($"{Home.Directory} is the home of another pipeline, or of none; name another with --home");
        }
    }

    private async Task AddMembersAsync(Workspace workspace)
    {
        MemberSession admin = workspace.ActAs(pipeline.Admin, Roles.Admin);
        foreach (PipelineMember member in pipeline.Members)
        {
            if (workspace.Catalog.Ledger.State.Find(MemberKeys.Member(member.Name)) is null)
            {
                using var key = workspace.Keys.FindOrCreate(member.Name);
                var add = new MemberAdd(member.Name, member.Roles, key.PublicKey, workspace.AgreementKeys.FindOrCreate(member.Name));
                await admin.SubmitAsync(add, invocation.Cancellation).ConfigureAwait(false);
                Output.Say($"member {member.Name}: {string.Join(", ", member.Roles)}");
            }
        }
    }

    private async Task DeployPolicyAsync(Workspace workspace)
    {
        if (workspace.Catalog.AdmissionPolicy().Digest != pipeline.Checks.Policy.Digest)
        {
            await workspace.ActAs(pipeline.Admin, Roles.Admin).SubmitAsync(new PolicyDeploy(pipeline.Checks.Policy), invocation.Cancellation).ConfigureAwait(false);
        }
    }

    private async Task RegisterAsync(Workspace workspace)
    {
        await CreateDatasetAsync(workspace).ConfigureAwait(false);
        foreach (PipelineSource source in pipeline.Sources)
        {
            RegisteredBatches outcome = await new RegisterFile(source.File, pipeline.Dataset.Name)
            {
                As = source.Provider,
                BatchSize = source.BatchSize,
                Origin = source.Origin,
                Steps = source.Steps,
            }.ExecuteAsync(workspace, invocation.Cancellation).ConfigureAwait(false);
            if (outcome.Registered.Count > 0)
            {
                Output.Say($"registered {Path.GetFileName(source.File)}: {outcome.Records} records in {outcome.Registered.Count} batches of {source.Provider}");
            }
        }
    }

    private async Task CreateDatasetAsync(Workspace workspace)
    {
        if (workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(pipeline.Dataset.Name)) is null)
        {
            Schema schema = CheckSources();
            await new CreateDataset(pipeline.Dataset.Name, schema) { As = pipeline.Sources[0].Provider }
                .ExecuteAsync(workspace, invocation.Cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads every file against the schema: types and classes are found in the first file, bounds are declared. A bad row in the
    /// last file must not leave half a ledger.
    /// </summary>
    private Schema CheckSources()
    {
        Schema schema = DeclaredSchema();
        foreach ((string file, int rows) in pipeline.Sources.Select(source => (source.File, source.BatchSize)).Append((pipeline.EvaluationFile, RegistrationOptions.DefaultRecordsPerBatch)))
        {
            foreach (RecordBuffer _ in RecordSources.Open(file).Read(schema, rows))
            {
                invocation.Cancellation.ThrowIfCancellationRequested();
            }
        }
        return schema;
    }

    private Schema DeclaredSchema()
    {
        string first = pipeline.Sources[0].File;
        Schema inferred = SchemaInference.Infer(RecordSources.Open(first), pipeline.Dataset.Label, cancellation: invocation.Cancellation).Schema;
        if (pipeline.Dataset.Ranges.Keys.FirstOrDefault(name => inferred.Columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new UsageException($"dataset.ranges: {first} has no column '{unknown}'");
        }
        try
        {
            return new Schema(
                [.. inferred.Columns.Select(column => pipeline.Dataset.Ranges.TryGetValue(column.Name, out PipelineRange? range)
                    ? column with { Minimum = range.Minimum, Maximum = range.Maximum }
                    : column)],
                inferred.Label, inferred.Classes);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"dataset.ranges: {e.Message}");
        }
    }

    private async Task GrantAsync(Workspace workspace)
    {
        foreach (PipelineGrant grant in pipeline.Grants)
        {
            if (workspace.Catalog.Ledger.State.Find(AccessKeys.Grant(pipeline.Dataset.Name, grant.Member, grant.Purpose)) is null)
            {
                await workspace.ActAs(pipeline.Admin, Roles.Admin)
                    .SubmitAsync(new AccessGrant(grant.Member, pipeline.Dataset.Name, grant.Purpose, grant.Until), invocation.Cancellation).ConfigureAwait(false);
                Output.Say($"granted: {grant.Member} may use {pipeline.Dataset.Name} for {grant.Purpose}");
            }
        }
    }

    private async Task JudgeAsync(Workspace workspace)
    {
        string dataset = pipeline.Dataset.Name;
        BatchState[] pending = [.. workspace.Catalog.Batches(dataset).Where(batch => batch.Verdict == Verdict.Pending && batch.Withdrawn is null)];
        if (pending.Length == 0)
        {
            return;
        }
        Output.Say($"judging {pending.Length} batches");
        await new JudgeBatches(dataset) { As = pipeline.Checks.Validator }.ExecuteAsync(workspace, invocation.Cancellation).ConfigureAwait(false);
        foreach (IGrouping<Verdict, BatchState> group in workspace.Catalog.Batches(dataset).GroupBy(batch => batch.Verdict).OrderBy(group => group.Key))
        {
            Output.Say($"  {BatchesVerb.VerdictName(group.Key)}: {group.Count()}");
        }
    }

    private async Task<ScheduleState> ScheduleAsync(Workspace workspace)
    {
        Catalog catalog = workspace.Catalog;
        ScheduleState? there = catalog.Ledger.State.List(ScheduleKeys.All).FirstOrDefault(schedule => schedule.Dataset == pipeline.Dataset.Name && schedule.Trainer == pipeline.Trainer);
        if (there is not null)
        {
            return there;
        }
        ScheduledBatches committed = await new ScheduleBatches(pipeline.Dataset.Name, pipeline.Schedule.Wish) { Seed = pipeline.Schedule.Seed, As = pipeline.Trainer }
            .ExecuteAsync(workspace, invocation.Cancellation).ConfigureAwait(false);
        Output.Say($"scheduled {committed.Schedule.State.Batches.Count} batches");
        return committed.Schedule.State;
    }

    private async Task<RunState> TrainAsync(Workspace workspace, ScheduleState schedule)
    {
        Catalog catalog = workspace.Catalog;
        RunState? Closed() => catalog.Ledger.State.List(RunKeys.All).FirstOrDefault(run => run.Schedule == schedule.Id && run.Closed is not null);
        if (Closed() is { } done)
        {
            return done;
        }
        var request = new TrainingRequest
        {
            Schedule = schedule.Id,
            Configuration = pipeline.Model,
            Evaluation = await Evaluation.StoreAsync(workspace, pipeline.Dataset.Name, pipeline.EvaluationFile, invocation.Cancellation).ConfigureAwait(false),
        };
        Output.Say($"training on {schedule.Batches.Count} batches for {pipeline.Model.Epochs} epochs");
        await TrainVerb.RunAsync(invocation, workspace, workspace.ActAs(pipeline.Trainer, Roles.Trainer), request).ConfigureAwait(false);
        return Closed()!;
    }

    private async Task<Comparison> CompareAsync(Workspace workspace, RunState run)
    {
        // Measured anew at every run: what lies in the file from before is nobody's word.
        Output.Say($"comparing with training on all batches, {pipeline.Seeds} seeds");
        MemberSession trainer = workspace.ActAs(pipeline.Trainer, Roles.Trainer);
        Comparison comparison = await Comparison.MeasureAsync(trainer, workspace, run, pipeline.Seeds, invocation.Cancellation).ConfigureAwait(false);
        comparison.Write(RunFiles.For(Home.RunsDirectory, run.Id));
        return comparison;
    }
}
