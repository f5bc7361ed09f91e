using Hallmark.Client;
using Hallmark.Client.Indexing;
using Hallmark.Contracts;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;
using Hallmark.Operations.Custody;

namespace Hallmark.Operations.Homes;

/// <summary>
/// A home opened to be read, beside whoever writes it. Unlike <see cref="Workspace"/> it signs nothing, and creates, writes and deletes
/// nothing; it opens regular files of the home and nothing else, whatever somebody put there (<see cref="Home.Files"/>).
/// </summary>
public sealed class HomeReader : IDisposable
{
    private readonly DirectoryContentStore _store;
    private readonly AgreementKeys _agreementKeys;
    private readonly LedgerIndex _index;
    private readonly bool _isOthers; // asked by others, of a process that has the ledger open: no secret opens, and the index stays
    private readonly Lazy<Catalog> _catalog;

    /// <param name="home">Need hold no ledger: whatever is asked of one says so then.</param>
    public HomeReader(Home home)
        : this(home, new LedgerIndex(IndexOf(home)), reader => reader.OpenLedger(committedOnly: false), isOthers: false)
    {
    }

    private HomeReader(Home home, LedgerIndex index, Func<HomeReader, LedgerView> open, bool isOthers)
    {
        Home = home;
        _store = new DirectoryContentStore(home.Objects);
        _agreementKeys = new HomeKeys(home).OpenAgreementKeys();
        Secrets = new OwnSecrets(home.Custody, FindAgreementKey);
        (_index, _isOthers) = (index, isOthers);
        _catalog = new Lazy<Catalog>(() =>
        {
            LedgerView ledger = open(this);
            return new Catalog(() => ledger, _store, index);
        });
    }

    /// <summary>
    /// For what others ask of a process that has the ledger open: all that one reader is asked, it answers as of this moment, and none of
    /// the home's secrets opens anything for it.
    /// </summary>
    /// <param name="index">Stays the caller's.</param>
    internal static HomeReader ForOthers(Home home, LedgerView ledger, LedgerIndex index) => new(home, index, _ => ledger, isOthers: true);

    /// <summary>Where things lie.</summary>
    public Home Home { get; }

    /// <summary>What is registered, as of the first call.</summary>
    /// <exception cref="UsageException">There is no ledger here.</exception>
    /// <exception cref="LedgerDamagedException">The ledger is not what was committed.</exception>
    public Catalog Catalog => _catalog.Value;

    public IContentReader Store => _store;

    /// <summary>What members here hold of sealed batches.</summary>
    public OwnSecrets Secrets { get; }

    /// <summary>
    /// A member's private key-agreement key; null where there is none that can be read. What is wrong with the file, the audit says.
    /// </summary>
    public AgreementKey? FindAgreementKey(string member)
    {
        try
        {
            return _isOthers ? null : _agreementKeys.Find(member);
        }
        catch (HomeFileException)
        {
            return null;
        }
    }

    /// <summary>Public halves of all keys kept here, by member; null for a file that is no key.</summary>
    public IReadOnlyDictionary<string, CoseKey?> PublicKeys => new HomeKeys(Home).PublicKeys();

    /// <summary>The ledger as far as it is known to be durable: for what goes to outsiders.</summary>
    public LedgerView OpenCommitted() => OpenLedger(committedOnly: true);

    /// <summary>Follows the ledger beside whoever writes it, as far as it is known to be durable.</summary>
    public LedgerFollower Follow() => Follow(Home);

    /// <summary>The ledger's bytes, for an examination.</summary>
    /// <exception cref="UsageException">There is no ledger here.</exception>
    public FileStorage OpenLedgerFile() => OpenLedgerFile(Home);

    /// <summary>A shorter way into the ledger, which nobody need trust.</summary>
    public ISnapshotStore Snapshots => SnapshotsOf(Home);

    /// <summary>A shorter way to what is in the ledger, which nobody need trust either.</summary>
    public ISnapshotStore Index => IndexOf(Home);

    /// <summary>The ledger id that the home remembers, or why it remembers none.</summary>
    public (Digest? Ledger, string? Problem) ExpectedLedger()
    {
        try
        {
            return HomeConfig.Find(Home) is { } config
                ? (config.Ledger, null)
                : (null, $"{Home.ConfigPath} is not there: whether this is the home's own ledger is not known");
        }
        catch (HomeFileException e)
        {
            return (null, e.Message);
        }
    }

    public void Dispose()
    {
        if (!_isOthers)
        {
            _index.Dispose();
        }
        Secrets.Dispose();
        _agreementKeys.Dispose();
        _store.Dispose();
    }

    internal static LedgerFollower Follow(Home home) => new(OpenLedgerFile(home), new ContractSet(), SnapshotsOf(home));

    internal static ISnapshotStore SnapshotsOf(Home home) => new SnapshotFile(home.Files, Home.SnapshotName);

    internal static ISnapshotStore IndexOf(Home home) => new SnapshotFile(home.Files, Home.IndexName);

    private static FileStorage OpenLedgerFile(Home home)
    {
        home.RequireLedger();
        return FileStorage.OpenRead(home.Files, Home.LedgerName);
    }

    private LedgerView OpenLedger(bool committedOnly) =>
        Ledger.Ledger.OpenRead(OpenLedgerFile(), new ContractSet(), Snapshots, committedOnly);
}
