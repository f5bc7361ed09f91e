using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.State;
using Hallmark.Data.Batches;

namespace Hallmark.Contracts.Rules;

/// <summary>Datasets and their batches.</summary>
internal static class Registry
{
    /// <summary>A provider or admin opens a dataset and fixes its schema.</summary>
    public static void Create(Ruling ruling)
    {
        DatasetCreate create = Payload.Read<DatasetCreate>(ruling.Statement);
        Ruling.Require(
            ruling.Sender.Has(Roles.Provider) || ruling.Sender.Has(Roles.Admin), "dataset.create.role", $"{ruling.Sender.Name} is neither a provider nor an admin");
        Ruling.Require(ruling.Find(StateKeys.Dataset(create.Dataset)) is null, "dataset.exists", $"dataset {create.Dataset} is there already");
        var dataset = new DatasetState(create.Dataset, ruling.Sender.Name, create.Schema, create.Label, create.Classes);
        ruling.Know(Facts.Dataset, dataset);
        ruling.Put(StateKeys.Dataset(create.Dataset), dataset);
        ruling.Emit("dataset.created", ("dataset", create.Dataset), ("schema", create.Schema.Digest.ToString()));
    }

    /// <summary>A provider registers a batch that follows the dataset's schema and is not there yet, by anyone.</summary>
    public static void Register(Ruling ruling)
    {
        BatchManifest manifest = Payload.Read<BatchRegister>(ruling.Statement).Manifest;
        ruling.RequireRole(Roles.Provider);
        DatasetState dataset = ruling.Get<DatasetState>(StateKeys.Dataset(manifest.Dataset), $"dataset {manifest.Dataset}");
        Ruling.Require(manifest.SchemaDigest == dataset.Schema.Digest, "batch.schema", $"the batch does not follow the schema of {dataset.Name}");
        Ruling.Require(
            manifest.Tier != BatchTier.Open || manifest.ClassCounts.Count == dataset.Classes, "batch.classes",
            $"the batch counts {manifest.ClassCounts.Count} classes, {dataset.Name} has {dataset.Classes}");
        Ruling.Require(
            manifest.Tier == BatchTier.Open || ruling.Sender.Agreement is not null, "batch.custodian",
            $"{ruling.Sender.Name} has no key-agreement key: nobody could be given the key of a sealed batch");
        string rootKey = StateKeys.BatchRoot(dataset.Name, manifest.Root);
        Ruling.Require(ruling.Find(rootKey) is null, "batch.copy", $"a batch with root {manifest.Root.ToShortString()} is registered already");
        long number = ruling.Count($"batch/{dataset.Name}/{ruling.Sender.Name}");
        string id = $"{dataset.Name}/{ruling.Sender.Name}/{number}";
        ruling.Put(rootKey, new CounterState(number));
        ruling.Put(StateKeys.PoolSize(dataset.Name), new CounterState((long)ruling.Block.Entry.Value + 1));
        var batch = new BatchState(
            id, dataset.Name, ruling.Sender.Name, manifest.Records, manifest.Root, (long)ruling.Block.Entry.Value,
            Verdict.Pending, null, [], null, null, [], manifest.Tier);
        ruling.Know(Facts.Dataset, dataset);
        ruling.Know(Facts.Batch, batch);
        IReadOnlyList<PolicyFinding> findings = PolicyBook.Ask(ruling);
        ruling.Put(StateKeys.Batch(id), batch);
        ruling.Emit("batch.registered", ("batch", id), ("records", manifest.Records.ToString()), ("root", manifest.Root.ToString()));
        foreach (PolicyFinding finding in findings)
        {
            Credits.HoldDeposit(ruling, id, finding.Deposit ?? 0);
        }
    }

    /// <summary>
    /// A provider takes its own batch back, or an admin does for one whose membership ended. Runs that used it stay on record; nobody
    /// may use it any more.
    /// </summary>
    public static void Withdraw(Ruling ruling)
    {
        BatchWithdraw withdraw = Payload.Read<BatchWithdraw>(ruling.Statement);
        BatchState batch = ruling.Get<BatchState>(StateKeys.Batch(withdraw.Batch), $"batch {withdraw.Batch}");
        bool provided = batch.Provider == ruling.Sender.Name;
        Ruling.Require(
            provided || (ruling.Sender.Has(Roles.Admin) && ruling.Get<MemberState>(StateKeys.Member(batch.Provider), batch.Provider).IsRevokedAt(ruling.Block.Height)),
            "batch.withdraw.own", $"{batch.Id} was provided by {batch.Provider}");
        Ruling.Require(withdraw.Root == batch.Root, "batch.withdraw.root", $"the batch has root {batch.Root.ToShortString()}");
        Ruling.Require(batch.Withdrawn is null, "batch.withdraw.again", $"{batch.Id} was withdrawn at entry {batch.Withdrawn}");
        ruling.Know(Facts.Dataset, ruling.Get<DatasetState>(StateKeys.Dataset(batch.Dataset), $"dataset {batch.Dataset}"));
        ruling.Know(Facts.Batch, batch);
        BatchState withdrawn = batch with { Withdrawn = (long)ruling.Block.Entry.Value, Challenge = null };
        Challenges.Abandon(ruling, batch);
        ruling.Put(StateKeys.Batch(batch.Id), withdrawn);
        ruling.Remove(StateKeys.BatchRoot(batch.Dataset, batch.Root)); // whoever changes his mind registers it anew
        ruling.Put(StateKeys.PoolSize(batch.Dataset), new CounterState((long)ruling.Block.Entry.Value + 1)); // nobody can measure against it now
        Credits.SettleDeposit(ruling, withdrawn);
        ruling.Emit("batch.withdrawn", ("batch", batch.Id), ("root", batch.Root.ToString()), ("reason", withdraw.Reason));
    }
}
