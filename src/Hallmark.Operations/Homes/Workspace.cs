using System.Collections.Concurrent;
using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts.Members;
using Hallmark.Data.Store;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Custody;

namespace Hallmark.Operations.Homes;

/// <summary>A home opened for writing: the ledger, the store, and the members whose keys are here.</summary>
public sealed class Workspace : IAsyncDisposable
{
    private readonly HomeDoor _door;
    private readonly DirectoryContentStore _store;
    private readonly ConcurrentBag<KeySigner> _signers = [];

    private Workspace(Home home, HomeDoor door, TimeProvider clock)
    {
        (Home, _door, Clock) = (home, door, clock);
        _store = new DirectoryContentStore(home.Objects);
        Catalog = new Catalog(() => door.View, _store, door.Index);
        Keys = new HomeKeys(home);
        AgreementKeys = Keys.OpenAgreementKeys();
        Custodians = new Custodians(Catalog, _store, home.Custody, AgreementKeys.Find, FindPrivateStore);
    }

    /// <summary>Where things lie.</summary>
    public Home Home { get; }

    public TimeProvider Clock { get; }

    public Catalog Catalog { get; }

    /// <summary>Where content is put; to read it is enough to have the catalog.</summary>
    public IContentStore Store => _store;

    public HomeKeys Keys { get; }

    public AgreementKeys AgreementKeys { get; }

    /// <summary>What is kept here of sealed batches.</summary>
    public Custodians Custodians { get; }

    /// <param name="warn">Told what the last writer left behind, and whom it waits for where that takes long.</param>
    /// <param name="headOut">A file that holds an earlier head, which the ledger must not contradict; null for none.</param>
    /// <exception cref="RolledBackException">It does.</exception>
    public static async Task<Workspace> OpenAsync(
        Home home, Action<string> warn, TimeProvider clock, string? headOut = null, CancellationToken cancellation = default)
    {
        if (headOut is not null)
        {
            home.RequireLedger();
            HeadFile.FindKept(home, headOut);
        }
        var workspace = new Workspace(home, await HomeDoor.OpenAsync(home, clock, warn, cancellation).ConfigureAwait(false), clock);
        if (workspace._door.Recovery is { TailBytes: > 0 and long tail, WasSettling: false })
        {
            warn($"the last writer was cut off: {tail} bytes behind the last block, never acknowledged, were cut");
        }
        if (workspace._door.Recovery?.SnapshotProblem is { } problem)
        {
            warn($"the snapshot does not hold and was passed over: {problem}");
        }
        return workspace;
    }

    /// <summary>The member to act as: the one named, or the only one with this role whose key is here.</summary>
    public MemberSession ActAs(string? member, string role)
    {
        string name = member ?? OnlyMember(role);
        MemberNames.RequireMember(name);
        if (IsCutOff(name))
        {
            using IDisposable? alone = TaskLock.TryTake(Home, TaskLock.Rotating, name);
            if (alone is not null) // otherwise whoever rotates finishes it
            {
                TakeUpRotation(name);
            }
        }
        KeySigner key = KeyThatCounts(name)
            ?? throw new UsageException($"there is no key for '{name}' in {Home.Directory}; 'hallmark member add' makes one");
        return new MemberSession(_door, name, key, Clock, () => KeyThatCounts(name));
    }

    /// <summary>A provider whose statements a gateway signs, with the key that is kept here for it.</summary>
    /// <exception cref="UsageException">There is none, or another one than is on record.</exception>
    public MemberSession ActThrough(GatewayState gateway)
    {
        GatewayKeys keys = Keys.OpenGatewayKeys();
        string file = keys.PathOf(gateway.Member, gateway.Name);
        KeySigner key = keys.Find(gateway.Member, gateway.Name)
            ?? throw new UsageException($"there is no key for gateway {gateway.Id}, which belongs in {file}");
        _signers.Add(key);
        return key.PublicKey.Equals(gateway.Key)
            ? new MemberSession(_door, gateway.Member, key, Clock)
            : throw new UsageException(
                $"{file} is {key.PublicKey.Thumbprint.ToShortString()}; the key of {gateway.Id} on record is "
                + gateway.Key.Thumbprint.ToShortString());
    }

    /// <summary>Where statements that others signed are handed in.</summary>
    public IStatementDoor Door => _door;

    /// <summary>
    /// The home as it is now, for one question of somebody else: what comes on record meanwhile does not show, and nothing sealed opens.
    /// </summary>
    public HomeReader OpenForOthers() => HomeReader.ForOthers(Home, _door.View, _door.Index);

    /// <summary>What other processes put on record by now shows in the catalog; without it, it may show later.</summary>
    public void CatchUp() => _door.CatchUp();

    /// <summary>Where a provider keeps the objects of its absent batches.</summary>
    public DirectoryContentStore OpenPrivateStore(string provider) => new(Home.Private.In(provider));

    /// <summary>The files that a provider's batches were read from, as far as they are kept.</summary>
    public DirectoryContentStore OpenSourceStore(string provider) => new(Home.Sources.In(provider));

    /// <summary>A rotation that is on record but was cut off before the new key took its place here is finished.</summary>
    /// <remarks>For whoever holds the lock of the member's rotations: two that finish one would each take the other's key.</remarks>
    internal void TakeUpRotation(string member)
    {
        if (IsCutOff(member))
        {
            Keys.TakeNext(member);
        }
    }

    private bool IsCutOff(string member)
    {
        using KeySigner? next = Keys.FindNext(member);
        return IsOnRecord(member, next);
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync().ConfigureAwait(false);
        Custodians.Dispose();
        AgreementKeys.Dispose();
        _store.Dispose();
        foreach (KeySigner key in _signers)
        {
            key.Dispose();
        }
    }

    /// <summary>
    /// The key by which a member's statements count: the next one, where a rotation is on record and has not put it into its place yet.
    /// </summary>
    private KeySigner? KeyThatCounts(string member)
    {
        KeySigner? next = Keys.FindNext(member); // first: it may be put into its place at any moment
        KeySigner? key = IsOnRecord(member, next) ? next : Keys.Find(member);
        if (!ReferenceEquals(key, next))
        {
            next?.Dispose();
        }
        if (key is not null)
        {
            _signers.Add(key);
        }
        return key;
    }

    private bool IsOnRecord(string member, KeySigner? key) => key is not null && Catalog.Member(member)?.Key.Equals(key.PublicKey) == true;

    private DirectoryContentStore? FindPrivateStore(string provider) =>
        Home.Private.Has(provider) ? OpenPrivateStore(provider) : null;

    private string OnlyMember(string role)
    {
        string[] candidates = [.. Catalog.Members()
            .Where(member => member.Revoked is null && member.Has(role) && Keys.Has(member.Name))
            .Select(member => member.Name)];
        return candidates.Length == 1
            ? candidates[0]
            : throw new UsageException(candidates.Length == 0
                ? $"no member with the role {role} has a key here ('hallmark member add NAME --role {role}' takes one in)"
                : $"several members have the role {role} ({string.Join(", ", candidates)}); name one with --as");
    }
}
