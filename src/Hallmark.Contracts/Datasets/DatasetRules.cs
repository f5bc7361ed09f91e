using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Datasets and their batches.</summary>
internal static class DatasetRules
{
    /// <summary>A provider or admin opens a dataset and fixes its schema.</summary>
    public static void Create(Ruling ruling)
    {
        DatasetCreate create = Payload.Read<DatasetCreate>(ruling.Statement);
        ruling.Since(RuleVersions.Schemas, create.Task is not null, "dataset.create.task");
        Ruling.Require(
            ruling.Sender.Has(Roles.Provider) || ruling.Sender.Has(Roles.Admin), "dataset.create.role",
            $"{ruling.Sender.Name} is neither a provider nor an admin");
        Ruling.Require(
            ruling.Find(DatasetKeys.Dataset(create.Dataset)) is null, RuleNames.DatasetExists,
            $"dataset {create.Dataset} is there already");
        ObjectLimits.Require(ruling, create.Schema, ObjectLimits.Schema, "dataset.schema");
        var dataset = new DatasetState(create.Dataset, ruling.Sender.Name, create.Schema, create.Label, create.Classes)
        {
            Task = create.Task,
            IsLabelOptional = create.IsLabelOptional,
        };
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Put(DatasetKeys.Dataset(create.Dataset), dataset);
        ruling.Emit("dataset.created", ("dataset", create.Dataset), ("schema", create.Schema.Digest.ToString()));
    }

    /// <summary>
    /// Who opened a dataset, or an admin, gives it its next schema. Batches on record keep the one that they were registered under; what is
    /// compared, chosen and trained on together is looked at under one.
    /// </summary>
    public static void Evolve(Ruling ruling)
    {
        DatasetEvolve evolve = Payload.Read<DatasetEvolve>(ruling.Statement);
        DatasetState dataset = ruling.Get(DatasetKeys.Dataset(evolve.Dataset), $"dataset {evolve.Dataset}");
        Ruling.Require(
            ruling.Sender.Has(Roles.Admin) || (ruling.Sender.Has(Roles.Provider) && ruling.Sender.Name == dataset.Owner),
            "dataset.evolve.role", $"{ruling.Sender.Name} is neither an admin nor the provider who opened {dataset.Name}");
        Ruling.Require(
            Digest.Of(evolve.Before.Span) == dataset.Schema.Digest, RuleNames.EvolvedOtherwise,
            $"the schema that is changed is not the one in force of {dataset.Name}");
        Ruling.Require(
            dataset.Earlier.Count + 1 < DatasetState.SchemaLimit, "dataset.evolve.limit",
            $"{dataset.Name} has had {DatasetState.SchemaLimit} schemas, and cannot have more");
        Schema before = SchemaFormat.Read(evolve.Before);
        Ruling.Require(
            dataset.IsOf(before), "dataset.evolve.registered",
            $"{dataset.Name} was opened with a schema that says otherwise of its label than {dataset.Owner} said");
        Schema? next = evolve.Change.Apply(before, out string problem);
        Ruling.Require(next is not null, "dataset.evolve.change", problem);
        DatasetState evolved = dataset.With(next!, ruling.Block.Entry);
        Ruling.Require(
            evolved.Earlier.All(schema => schema.Schema.Digest != evolved.Schema.Digest), "dataset.evolve.again",
            $"{dataset.Name} had that very schema before");
        ObjectLimits.Require(ruling, evolved.Schema, ObjectLimits.Schema, "dataset.schema");
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Put(DatasetKeys.Dataset(dataset.Name), evolved);
        ruling.Emit(
            "dataset.evolved", ("dataset", dataset.Name), ("schema", evolved.Schema.Digest.ToString()),
            ("version", (evolved.Earlier.Count + 1).ToString()));
    }

    /// <summary>A provider registers a batch that follows the dataset's schema and is not there yet, by anyone.</summary>
    public static void Register(Ruling ruling)
    {
        BatchRegister register = Payload.Read<BatchRegister>(ruling.Statement);
        BatchManifest manifest = register.Manifest;
        ruling.Since(RuleVersions.Supersession, register.Supersedes.Count > 0, "batch.register.supersedes");
        ruling.Since(RuleVersions.Sketches, manifest.Sketch is not null, "manifest.sketch");
        ruling.Since(RuleVersions.Places, manifest.Places is not null, "manifest.places");
        ruling.RequireRole(Roles.Provider);
        DatasetState dataset = ruling.Get(DatasetKeys.Dataset(manifest.Dataset), $"dataset {manifest.Dataset}");
        Ruling.Require(
            ruling.Rules < RuleVersions.Sketches || manifest.Sketch is not null, "batch.sketch",
            "the manifest has no sketch, by which its records are known again");
        Ruling.Require(
            manifest.SchemaDigest == dataset.Schema.Digest, RuleNames.OtherSchema,
            $"the batch does not follow the schema of {dataset.Name}");
        Ruling.Require(
            manifest.Tier != BatchTier.Open || manifest.ClassCounts.Count == dataset.CountedClasses, "batch.classes",
            $"the batch counts {manifest.ClassCounts.Count} classes, {dataset.Name} has {dataset.CountedClasses}");
        Ruling.Require(
            manifest.Tier == BatchTier.Open || ruling.Sender.Agreement is not null, "batch.custodian",
            $"{ruling.Sender.Name} has no key-agreement key: nobody could be given the key of a sealed batch");
        StateKey<CounterState> rootKey = DatasetKeys.BatchRoot(dataset.Name, manifest.Root);
        Ruling.Require(
            ruling.Find(rootKey) is null, RuleNames.BatchCopy, $"a batch with root {manifest.Root.ToShortString()} is registered already");
        long number = ruling.Count(DatasetKeys.BatchCount(dataset.Name, ruling.Sender.Name));
        string id = $"{dataset.Name}/{ruling.Sender.Name}/{number}";
        foreach (string before in register.Supersedes)
        {
            SupersedeRules.Supersede(ruling, before, dataset.Name, id);
        }
        if (register.Supersedes.Count > 0)
        {
            ruling.Put(DatasetKeys.Superseded(id), new SupersededBatches(register.Supersedes));
        }
        ruling.Put(rootKey, new CounterState(number));
        ruling.Put(DatasetKeys.PoolSize(dataset.Name), new CounterState((long)ruling.Block.Entry.Size.Value));
        var batch = new BatchState(
            id, dataset.Name, ruling.Sender.Name, manifest.Records, manifest.Root, ruling.Block.Entry,
            Verdict.Pending, null, [], null, null, [], manifest.Tier)
        {
            Resumes = JudgedBefore.Find(ruling, manifest),
            Gateway = ruling.Gateway?.Name,
        };
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Know(DatasetFacts.Batch, batch);
        IReadOnlyList<PolicyFinding> findings = PolicyBook.Ask(ruling);
        ruling.Put(DatasetKeys.Batch(id), batch);
        if (manifest.Sketch is { } sketch)
        {
            ruling.Put(DatasetKeys.Sketch(id), new SketchState(sketch));
        }
        ruling.Emit(new BatchRegistered(id, manifest.Records, manifest.Root));
        foreach (PolicyFinding finding in findings)
        {
            CreditRules.HoldDeposit(ruling, id, finding.Deposit ?? 0);
        }
    }

    /// <summary>
    /// A provider takes its own batch back, or an admin does for one whose membership ended. Runs that used it stay on record; nobody
    /// may use it any more.
    /// </summary>
    public static void Withdraw(Ruling ruling)
    {
        BatchWithdraw withdraw = Payload.Read<BatchWithdraw>(ruling.Statement);
        BatchState batch = ruling.Get(DatasetKeys.Batch(withdraw.Batch), $"batch {withdraw.Batch}");
        bool provided = batch.Provider == ruling.Sender.Name;
        Ruling.Require(
            provided
                || (ruling.Sender.Has(Roles.Admin)
                    && ruling.Get(MemberKeys.Member(batch.Provider), batch.Provider).IsRevokedAt(ruling.Block.Height)),
            "batch.withdraw.own", $"{batch.Id} was provided by {batch.Provider}");
        Ruling.Require(withdraw.Root == batch.Root, "batch.withdraw.root", $"the batch has root {batch.Root.ToShortString()}");
        Ruling.Require(batch.Withdrawn is null, "batch.withdraw.again", $"{batch.Id} was withdrawn at entry {batch.Withdrawn}");
        ruling.Since(RuleVersions.KeptEvidence, withdraw.Ground is not null, "ground");
        if (ruling.Rules >= RuleVersions.KeptEvidence)
        {
            RecheckRules.RequireRechecked(ruling, batch, withdraw);
        }
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(batch.Dataset), $"dataset {batch.Dataset}"));
        ruling.Know(DatasetFacts.Batch, batch);
        BatchState withdrawn = batch with { Withdrawn = ruling.Block.Entry, Challenge = null };
        ChallengeRules.Abandon(ruling, batch);
        ruling.Put(DatasetKeys.Batch(batch.Id), withdrawn);
        ruling.Remove(DatasetKeys.BatchRoot(batch.Dataset, batch.Root)); // whoever changes his mind registers it anew
        JudgedBefore.Withdrawn(ruling, batch);
        // nobody can measure against it now
        ruling.Put(DatasetKeys.PoolSize(batch.Dataset), new CounterState((long)ruling.Block.Entry.Size.Value));
        CreditRules.SettleDeposit(ruling, withdrawn);
        ruling.Emit("batch.withdrawn", ("batch", batch.Id), ("root", batch.Root.ToString()), ("reason", withdraw.Reason));
    }
}
