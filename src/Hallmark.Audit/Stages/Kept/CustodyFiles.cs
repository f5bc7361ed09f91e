using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>What custodians keep of sealed batches, against the uses and batches on record.</summary>
internal sealed class CustodyFiles
{
    private readonly KeptHome _kept;
    private readonly Dictionary<string, HashSet<Digest>> _agreements = new(StringComparer.Ordinal); // member → keys it ever had
    private readonly Dictionary<(string Provider, Digest Root), BatchState> _batches = [];
    private readonly DatasetState[] _datasets;

    public CustodyFiles(KeptHome kept)
    {
        _kept = kept;
        _datasets = [.. kept.Catalog.Ledger.State.List(DatasetKeys.All)];
        foreach (BatchState batch in _datasets.SelectMany(dataset => kept.Catalog.Batches(dataset.Name)))
        {
            if (batch.Tier != BatchTier.Open)
            {
                _batches[(batch.Provider, batch.Root)] = batch;
            }
        }
        foreach (LedgerEntry entry in kept.Catalog.Ledger.Entries())
        {
            Remember(entry.Statement);
        }
    }

    public async Task LookAsync(CancellationToken cancellation)
    {
        foreach (string member in _kept.Names("custody"))
        {
            string path = $"custody/{member}";
            if (!_kept.IsFolder(path))
            {
                _kept.Stray(path);
                continue;
            }
            _kept.LookAtKinds($"{path}/{IncomingFiles.FolderName}");
            var record = new CustodyRecord(
                root => _batches.GetValueOrDefault((member, root)) is { Withdrawn: null }, [.. _datasets.Select(dataset => dataset.Name)],
                (root, use) => UsesOf(member, root, use), _kept.Reader.FindAgreementKey);
            AgreementKey? key = _kept.Reader.FindAgreementKey(member);
            foreach (CustodyFault fault in new CustodyExamination(_kept.Home.Custody.In(member), key, record).Run())
            {
                Tell(path, fault);
            }
            await CompareDatasetKeysAsync(member, cancellation).ConfigureAwait(false);
        }
    }

    private void Remember(Statement statement)
    {
        (string Member, AgreementPublicKey? Key) said = statement.Kind == MemberAdd.Kind && Payload.Read<MemberAdd>(statement) is { } add
                ? (add.Member, add.Agreement)
            : statement.Kind == MemberAgreement.Kind && Payload.Read<MemberAgreement>(statement) is { } agreement
                ? (agreement.Member, agreement.Key)
            : ("", null);
        if (said.Key is not null)
        {
            if (!_agreements.TryGetValue(said.Member, out HashSet<Digest>? keys))
            {
                _agreements.Add(said.Member, keys = []);
            }
            keys.Add(said.Key.Thumbprint);
        }
    }

    private IReadOnlyList<UseContext> UsesOf(string provider, Digest root, ulong use)
    {
        if (use >= _kept.Catalog.Ledger.Size.Value || _batches.GetValueOrDefault((provider, root)) is not { } batch)
        {
            return [];
        }
        Statement statement = _kept.Catalog.Ledger.ReadEntry(new EntryIndex(use)).Statement;
        return statement.Kind == AccessUse.Kind && Payload.Read<AccessUse>(statement).Batches.Contains(batch.Id)
            ? [.. (_agreements.GetValueOrDefault(statement.Issuer) ?? []).Order()
                .Select(key => WrapContexts.Of(_kept.Catalog, batch, statement.Issuer, new EntryIndex(use), key))]
            : [];
    }

    private void Tell(string path, CustodyFault fault)
    {
        string name = $"{path}/{fault.Name}";
        switch (fault.Kind)
        {
            case CustodyFaultKind.Altered:
                _kept.Found.Add("custody.altered", AuditVerdict.Tampered, "is not what its custodian kept", name, fault.Reason);
                break;
            case CustodyFaultKind.Missing:
                _kept.Found.Add("custody.missing", AuditVerdict.Incomplete, "leaves a sealed batch without its secret", name, fault.Reason);
                break;
            case CustodyFaultKind.Unopened:
                _kept.Found.Add(
                    "custody.unopened", AuditVerdict.Good, "is bound as the ledger says, but whether it opens is nobody's word", name,
                    fault.Reason);
                break;
            case CustodyFaultKind.Respelled:
                _kept.Found.Respelled(name);
                break;
            case CustodyFaultKind.Unused:
                _kept.Found.Add("custody.unused", AuditVerdict.Good, "is left from what was not finished, or is over", name, fault.Reason);
                break;
            default:
                _kept.Stray(name);
                break;
        }
    }

    /// <summary>Fingerprints on record open under the key of their dataset alone: so another key shows.</summary>
    private async Task CompareDatasetKeysAsync(string member, CancellationToken cancellation)
    {
        foreach (DatasetState dataset in _datasets)
        {
            using DatasetKey? key = Find(member, dataset.Name);
            if (key is not null && await OpensNothingAsync(key, dataset.Name, cancellation).ConfigureAwait(false) is { } batch)
            {
                _kept.Found.Add(
                    "key.replaced", AuditVerdict.Tampered, "is another key than the one that was sealed with",
                    $"custody/{member}/datasets/{CustodyFolder.NameOf(dataset.Name)}",
                    $"of {dataset.Name}: it does not open the fingerprints of {batch}");
            }
        }
    }

    private DatasetKey? Find(string member, string dataset)
    {
        try
        {
            return _kept.Reader.Secrets.FindDatasetKey(member, dataset);
        }
        catch (MalformedException)
        {
            return null; // said already
        }
    }

    /// <returns>The first batch whose fingerprints are here and do not open; null where the first one's do.</returns>
    private async Task<string?> OpensNothingAsync(DatasetKey key, string dataset, CancellationToken cancellation)
    {
        foreach (BatchState batch in _kept.Catalog.Batches(dataset).Where(batch => batch.Withdrawn is null))
        {
            if (_kept.Catalog.Manifest(batch).Fingerprints is not { } prints)
            {
                continue;
            }
            try
            {
                byte[] bytes = await _kept.Catalog.Store.ReadAsync(prints, cancellation).ConfigureAwait(false);
                Fingerprints.Open(bytes, key, batch.Root);
                return null;
            }
            catch (ContentException)
            {
                // Missing, or altered, which the stage of the content says.
            }
            catch (MalformedException)
            {
                return batch.Id;
            }
        }
        return null;
    }
}
