using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>What withdrawals took from the audit, and what others had measured before.</summary>
internal sealed class Withdrawals(Catalog catalog)
{
    private readonly Lazy<ILookup<string, Recheck>> _rechecks = new(() => catalog.Ledger.Entries()
        .Where(entry => entry.Statement.Kind == DatasetRecheck.Kind)
        .Select(entry => new Recheck(entry, Payload.Read<DatasetRecheck>(entry.Statement)))
        .ToLookup(recheck => recheck.Said.Dataset, StringComparer.Ordinal));

    /// <summary>In the order in which they went.</summary>
    private readonly Lazy<ILookup<string, BatchState>> _withdrawn = new(() => catalog.Ledger.State.List(DatasetKeys.Batches)
        .Where(batch => batch.Withdrawn is not null).OrderBy(batch => batch.Withdrawn!.Value)
        .ToLookup(batch => batch.Dataset, StringComparer.Ordinal));

    /// <summary>Entries of judgements, each with the dataset that it is of.</summary>
    private readonly Lazy<Dictionary<EntryIndex, string>> _judgements = new(() => catalog.Ledger.Entries()
        .Where(entry => entry.Statement.Kind == BatchJudge.Kind)
        .ToDictionary(
            entry => entry.Index, entry => catalog.Batch(Payload.Read<BatchJudge>(entry.Statement).Batch).Dataset));

    /// <summary>Erasures whose last look names entries that are no judgements of the batch's dataset: whoever erased put that on
    /// record.</summary>
    public IEnumerable<Finding> FalseLooks()
    {
        foreach (LedgerEntry entry in catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == BatchWithdraw.Kind))
        {
            BatchWithdraw said = Payload.Read<BatchWithdraw>(entry.Statement);
            BatchState batch = catalog.Batch(said.Batch);
            if (said.Look is { } look && FalseNames(look, batch.Dataset) is { Length: > 0 } names)
            {
                yield return new Finding(
                    "erasure.look", AuditVerdict.RulesBroken,
                    $"the look before {batch.Id} was erased names entry {names[0]}, which is no judgement of {batch.Dataset}"
                        + (names.Length > 1 ? $", and {names.Length - 1} more of the kind" : ""))
                {
                    Dataset = batch.Dataset,
                    Batch = batch.Id,
                    Member = entry.Statement.Issuer,
                    Entry = entry.Index.Value,
                    Height = entry.Height.Value,
                };
            }
        }
    }

    /// <summary>
    /// Whether what rested on the batch is a declared limit: under these rules it went only after a recheck, or on a ground that is on
    /// record. Before, a provider could hide a lie by it.
    /// </summary>
    public bool IsDeclared(BatchState batch) =>
        batch.Withdrawn is { } entry && catalog.Ledger.ReadEntry(entry).Rules >= RuleVersions.KeptEvidence;

    /// <summary>
    /// A finding of what could not be done again for want of a withdrawn batch: a declared limit, or something left undone.
    /// </summary>
    public Finding Undone(Finding finding, BatchState lost)
    {
        bool isLimit = IsDeclared(lost);
        return finding with
        {
            Severity = isLimit ? AuditVerdict.Good : AuditVerdict.Incomplete,
            IsLimit = isLimit,
            Batch = lost.Id,
        };
    }

    /// <summary>
    /// Others that put on record what they measured of this judgement, in order. Once a batch that it was measured against was withdrawn,
    /// nobody could: what is said later says nothing of it.
    /// </summary>
    public IEnumerable<Recheck> RechecksOf(LedgerEntry judgement)
    {
        BatchJudge judge = Payload.Read<BatchJudge>(judgement.Statement);
        EntryIndex? gone = FirstLost(judge)?.Withdrawn;
        return _rechecks.Value[catalog.Batch(judge.Batch).Dataset].Where(recheck =>
            recheck.By != judgement.Statement.Issuer && recheck.Said.Covers(judgement.Index)
                && recheck.Entry.Index > judgement.Index && !(recheck.Entry.Index > gone));
    }

    /// <summary>
    /// What the eraser of the first batch that this judgement lost says it measured right before; null where none was erased with a look,
    /// or where it says that it could not.
    /// </summary>
    public (LedgerEntry Erasure, bool Differs)? LookAt(LedgerEntry judgement)
    {
        if (FirstLost(Payload.Read<BatchJudge>(judgement.Statement)) is not { } lost)
        {
            return null;
        }
        LedgerEntry erasure = catalog.Ledger.ReadEntry(lost.Withdrawn!.Value);
        return Payload.Read<BatchWithdraw>(erasure.Statement).Look is { } look && judgement.Index < look.Before
            && !look.Unmeasured.Contains(judgement.Index) && FalseNames(look, lost.Dataset).Length == 0
            && RecheckBefore(lost, judgement) is null
                ? (erasure, look.Differs.Contains(judgement.Index))
                : null;
    }

    /// <summary>Of the batches that it was measured against, the one that was withdrawn first.</summary>
    private BatchState? FirstLost(BatchJudge judge) => _withdrawn.Value[catalog.Batch(judge.Batch).Dataset]
        .FirstOrDefault(batch => batch.IsComparedAt(judge.TreeSize));

    /// <summary>
    /// Whoever erased the batch, where it measured the judgement otherwise right before, and no validator had measured it: its word against
    /// the validator's, and one of the two is false.
    /// </summary>
    public string? ContestedBy(BatchState lost, LedgerEntry judgement)
    {
        LedgerEntry erasure = catalog.Ledger.ReadEntry(lost.Withdrawn!.Value);
        return RecheckBefore(lost, judgement) is null
            && Payload.Read<BatchWithdraw>(erasure.Statement).Look?.Differs.Contains(judgement.Index) == true
            ? erasure.Statement.Issuer
            : null;
    }

    /// <summary>Of a judgement that cannot be measured again: whether that is a declared limit, and why.</summary>
    public (bool IsLimit, string Why) Of(BatchState lost, LedgerEntry judgement)
    {
        if (RecheckBefore(lost, judgement) is { } before)
        {
            return (true, before.Differs(judgement.Index)
                ? $"; {before.By} had measured otherwise, and a challenge settled it (entry {before.Entry.Index})"
                : $"; {before.By} had measured the same (entry {before.Entry.Index})");
        }
        LedgerEntry erasure = catalog.Ledger.ReadEntry(lost.Withdrawn!.Value);
        BatchWithdraw said = Payload.Read<BatchWithdraw>(erasure.Statement);
        string ground = said.Ground is { } stated ? $"; {stated.StatedBy} states the ground: {stated.Text}" : "";
        string others = said.Look is { } look && FalseNames(look, lost.Dataset).Length == 0 && judgement.Index < look.Before
                && !look.Unmeasured.Contains(judgement.Index)
            ? $"; {erasure.Statement.Issuer} had measured the same before erasing it, and nobody else"
            : "; nobody else had measured them";
        return (IsDeclared(lost) && judgement.Rules >= RuleVersions.KeptEvidence, ground + others);
    }

    private EntryIndex[] FalseNames(LastLook look, string dataset) =>
        [.. look.Differs.Concat(look.Unmeasured).Where(entry => _judgements.Value.GetValueOrDefault(entry) != dataset)];

    private Recheck? RecheckBefore(BatchState lost, LedgerEntry judgement) =>
        RechecksOf(judgement).FirstOrDefault(recheck => recheck.Entry.Index < lost.Withdrawn!.Value);
}

/// <summary>What a second validator put on record of others' measurements.</summary>
internal sealed record Recheck(LedgerEntry Entry, DatasetRecheck Said)
{
    public string By => Entry.Statement.Issuer;

    public bool Differs(EntryIndex judgement) => Said.Differs.Contains(judgement);
}
