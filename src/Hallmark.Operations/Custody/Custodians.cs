using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Operations.Custody;

/// <summary>
/// What the members whose key-agreement keys are here keep of sealed batches, and what they do with it: wrap a batch's secret for
/// a reader whose use is on record, open what was wrapped for them, share a dataset's key, destroy it. What only reads is <see
/// cref="OwnSecrets"/>.
/// </summary>
/// <param name="store">Where absent batches come when their first reader is served.</param>
/// <param name="custody">Where each member has a folder of its own.</param>
/// <param name="findKey">A member's private key-agreement key, or null where it is not here; stays the finder's.</param>
/// <param name="openPrivate">
/// The store in which a provider keeps the objects of its absent batches, or null where there is none here.
/// </param>
public sealed class Custodians(
    Catalog catalog, IContentStore store, RegularFiles custody, Func<string, AgreementKey?> findKey,
    Func<string, DirectoryContentStore?> openPrivate)
    : IDisposable
{
    private readonly OwnSecrets _own = new(custody, findKey);

    /// <summary>A member's custody; null where its key is not here.</summary>
    public CustodyFolder? Find(string member) => _own.Find(member);

    /// <summary>The secret of a batch for a reader: its own, or one that is wrapped for it, now if its custodian is here.</summary>
    /// <returns>Null where nobody has wrapped it.</returns>
    /// <exception cref="MalformedException">A wrap was made for another key, use or batch, or was altered.</exception>
    public async ValueTask<BatchSecret?> OpenAsync(BatchState batch, UseState use)
    {
        if (use.Member == batch.Provider)
        {
            return Find(batch.Provider)?.Find(batch.Root);
        }
        AgreementKey? key = findKey(use.Member);
        if (key is null)
        {
            return null;
        }
        if ((FindWrap(batch, use) ?? await WrapAsync(batch, use).ConfigureAwait(false)) is not { } wrap)
        {
            return OpenEarlier(batch, use, key);
        }
        UseContext context = ContextOf(batch, use, key.PublicKey.Thumbprint);
        try
        {
            return wrap.Open(key, context);
        }
        catch (MalformedException)
        {
            if (await WrapAsync(batch, use).ConfigureAwait(false) is { } again)
            {
                return again.Open(key, context); // the reader has another key than when it was wrapped, and the custodian is here
            }
            throw;
        }
    }

    /// <summary>Wraps a batch's secret for the reader of a recorded use and keeps the wrap where readers look for it.</summary>
    /// <returns>
    /// Null where the custodian's key or the secret is not here, where the reader has no key-agreement key, or where the grant of the
    /// use was revoked or expired since: then the secret is not given out any more.
    /// </returns>
    public async ValueTask<KeyWrap?> WrapAsync(BatchState batch, UseState use)
    {
        using BatchSecret? secret = _own.Open(batch);
        if (secret is null || batch.Withdrawn is not null || !catalog.StillHolds(batch, use)
            || catalog.Member(use.Member) is not { Agreement: { } readerKey })
        {
            return null;
        }
        KeyWrap wrap = KeyWrap.Wrap(secret, readerKey, ContextOf(batch, use, readerKey.Thumbprint));
        await HandOverAsync(batch).ConfigureAwait(false);
        Find(batch.Provider)!.Wraps.Put(batch.Root, use.Entry.Value, wrap);
        return wrap;
    }

    /// <summary>Wraps for every recorded use of a custodian's sealed batches that has no wrap yet.</summary>
    /// <returns>The uses served now.</returns>
    public async Task<IReadOnlyList<UseState>> ServeAsync(string custodian)
    {
        var served = new List<UseState>();
        foreach (UseState use in catalog.Ledger.State.List(AccessKeys.Uses).Where(use => use.Member != custodian).OrderBy(use => use.Entry))
        {
            BatchState batch = catalog.Batch(use.Batch);
            if (batch.Tier != BatchTier.Open && batch.Provider == custodian && FindWrap(batch, use) is null
                && await WrapAsync(batch, use).ConfigureAwait(false) is not null)
            {
                served.Add(use);
            }
        }
        return served;
    }

    /// <summary>
    /// The key under which a dataset's records are compared: other custodians and validators have it from the dataset's owner, who
    /// is asked here. None is made.
    /// </summary>
    /// <returns>Null where it is neither kept nor to be had here.</returns>
    public DatasetKey? FindDatasetKey(string member, string dataset)
    {
        if (Find(member) is not { } own)
        {
            return null;
        }
        if (own.FindDatasetKey(dataset) is { } kept)
        {
            return kept;
        }
        DatasetKey? shared = FindShared(member, dataset);
        if (shared is not null)
        {
            own.KeepDatasetKey(dataset, shared);
        }
        return shared;
    }

    /// <summary>
    /// Custody for a registration of sealed batches, in which nothing is kept before <see cref="PendingCustody.TryKeep"/>. The dataset's
    /// key is made by its owner for the first sealed batch, and never again.
    /// </summary>
    /// <returns>
    /// Null where the dataset's key is not to be had here, or was lost: another key would compare with nothing that is registered.
    /// </returns>
    /// <exception cref="UsageException">The provider has no key-agreement key here.</exception>
    public PendingCustody? BeginSealing(string provider, string dataset)
    {
        CustodyFolder own = Find(provider)
            ?? throw new UsageException($"--tier: {provider} has no key-agreement key here; "
                + $"'hallmark member agreement {provider}' makes one");
        List<DatasetKeyPlace> places = [new(own, () => IsSealed(dataset, provider))];
        DatasetKey? key = own.FindDatasetKey(dataset) ?? FindShared(provider, dataset);
        CustodyFolder? owners = OwnerOf(dataset) is { } owner && owner != provider ? Find(owner) : own;
        if (owners is not null && !IsSealed(dataset) && MayCompare(provider))
        {
            key ??= DatasetKey.Create();
            if (owners != own && owners.FindDatasetKey(dataset) is null)
            {
                places.Add(new DatasetKeyPlace(owners, () => IsSealed(dataset)));
            }
        }
        return key is null ? null : new PendingCustody(own, places, dataset, key);
    }

    /// <summary>Wraps a dataset's key for a member that seals or judges in another home.</summary>
    /// <returns>Null where the key is not here, or the member may not compare or has no key-agreement key.</returns>
    public KeyWrap? ShareDatasetKey(string owner, string dataset, string member)
    {
        using DatasetKey? key = Find(owner)?.FindDatasetKey(dataset);
        return key is null || !MayCompare(member) || catalog.Member(member) is not { Agreement: { } readerKey }
            ? null
            : KeyWrap.Wrap(key, readerKey, ContextOf(owner, dataset, member, readerKey.Thumbprint));
    }

    /// <summary>Keeps a dataset's key that its owner wrapped for this member.</summary>
    /// <exception cref="MalformedException">Wrapped by or for somebody else, for another dataset or ledger, or altered.</exception>
    /// <exception cref="InvalidOperationException">Another key of this dataset is kept already.</exception>
    public bool TakeDatasetKey(string member, string dataset, KeyWrap wrap)
    {
        if (Find(member) is not { } own || findKey(member) is not { } agreement)
        {
            return false;
        }
        using DatasetKey key = wrap.Open(
            agreement, ContextOf(catalog.Dataset(dataset).Owner, dataset, member, agreement.PublicKey.Thumbprint));
        own.KeepDatasetKey(dataset, key);
        return true;
    }

    public void Dispose() => _own.Dispose();

    /// <summary>
    /// Destroys the secret of a batch and its wraps, as far as they are here; the key that they are wrapped to need not be.
    /// </summary>
    public IReadOnlyList<string> DestroyKeys(BatchState batch) =>
        batch.Tier != BatchTier.Open ? CustodyFolder.Destroy(custody.In(batch.Provider), batch.Root) : [];

    /// <summary>Destroys the objects that a provider keeps of an absent batch.</summary>
    public async Task<IReadOnlyList<string>> DestroyPrivateAsync(BatchState batch, CancellationToken cancellation = default)
    {
        using DirectoryContentStore? own = batch.Tier == BatchTier.Absent ? openPrivate(batch.Provider) : null;
        var destroyed = new List<string>();
        foreach (ObjectReference reference in own is null ? [] : catalog.Manifest(batch).Objects)
        {
            if (await own!.DeleteAsync(reference, cancellation).ConfigureAwait(false))
            {
                destroyed.Add($"private/{batch.Provider}/{reference.Digest}");
            }
        }
        return destroyed;
    }

    /// <summary>An absent batch comes, still sealed, into the store that all read from when its first reader is served.</summary>
    private async Task HandOverAsync(BatchState batch)
    {
        using DirectoryContentStore? own = batch.Tier == BatchTier.Absent ? openPrivate(batch.Provider) : null;
        if (own is not null)
        {
            foreach (ObjectReference reference in catalog.Manifest(batch).Objects)
            {
                if (!await store.ContainsAsync(reference).ConfigureAwait(false))
                {
                    await store.PutAsync(await own.ReadAsync(reference).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
        }
    }

    private string? OwnerOf(string dataset) => catalog.Ledger.State.Find(DatasetKeys.Dataset(dataset))?.Owner;

    /// <summary>Whether a sealed batch of the dataset is on record, or one of this provider.</summary>
    private bool IsSealed(string dataset, string? provider = null) =>
        OwnerOf(dataset) is not null
        && catalog.Batches(dataset).Any(batch => batch.Tier != BatchTier.Open && (provider is null || batch.Provider == provider));

    /// <summary>The key that a dataset's owner, who is here, has for a member that may compare.</summary>
    private DatasetKey? FindShared(string member, string dataset) =>
        MayCompare(member) && OwnerOf(dataset) is { } owner && owner != member ? Find(owner)?.FindDatasetKey(dataset) : null;

    private bool MayCompare(string member) =>
        catalog.Member(member) is { } state && (state.Has(Roles.Provider) || state.Has(Roles.Validator));

    /// <summary>The wrap for a use, whether its custodian's key is here or only its folder was brought here.</summary>
    private KeyWrap? FindWrap(BatchState batch, UseState use)
    {
        using WrapFolder wraps = WrapsOf(batch);
        return wraps.Find(batch.Root, use.Entry.Value);
    }

    /// <summary>
    /// Who is served later than he asked asks again, and that is another use: what was wrapped for an earlier use of his, for the
    /// same purpose, opens the batch too. The new use was recorded under a right that holds now.
    /// </summary>
    private BatchSecret? OpenEarlier(BatchState batch, UseState use, AgreementKey key)
    {
        using WrapFolder wraps = WrapsOf(batch);
        IReadOnlyList<ulong> entries = wraps.Uses(batch.Root);
        foreach (ulong entry in entries.Reverse().Where(entry => IsUseLike(use, batch, entry)))
        {
            try
            {
                UseContext context = ContextOf(batch, use with { Entry = new EntryIndex(entry) }, key.PublicKey.Thumbprint);
                return wraps.Find(batch.Root, entry)?.Open(key, context);
            }
            catch (MalformedException)
            {
                // Wrapped to a key that the reader had before, or altered: an older one may still open, or the custodian wraps anew.
            }
        }
        return null;
    }

    private bool IsUseLike(UseState use, BatchState batch, ulong entry)
    {
        if (entry >= catalog.Ledger.Size.Value)
        {
            return false;
        }
        Statement statement = catalog.Ledger.ReadEntry(new EntryIndex(entry)).Statement;
        return statement.Kind == AccessUse.Kind && statement.Issuer == use.Member
            && Payload.Read<AccessUse>(statement) is { } said && said.For == use.For && said.Batches.Contains(batch.Id);
    }

    private WrapFolder WrapsOf(BatchState batch) => WrapFolder.Of(custody.In(batch.Provider));

    private DatasetKeyContext ContextOf(string owner, string dataset, string member, Digest readerKey) => new()
    {
        Ledger = catalog.Ledger.Id,
        Dataset = dataset,
        Custodian = owner,
        CustodianKey = catalog.Member(owner)!.Key.Thumbprint,
        Reader = member,
        ReaderKey = readerKey,
    };

    private UseContext ContextOf(BatchState batch, UseState use, Digest readerKey) =>
        WrapContexts.Of(catalog, batch, use.Member, use.Entry, readerKey);
}
