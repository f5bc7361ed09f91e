namespace Hallmark.Operations.Homes;

/// <summary>
/// Where everything of one ledger lies; it is opened by <see cref="HomeReader"/> and <see cref="Workspace"/>.
/// <code>
/// hallmark.json      which ledger this is, and which pipeline made it
/// ledger.log         the ledger
/// snapshot           a shorter way into it; may be deleted
/// index              where to find what in it; may be deleted
/// objects/           content store
/// keys/NAME.pem      private keys, readable by the owner only; ledger.pem seals blocks
/// keys/NAME.agreement private keys to which keys of sealed batches are wrapped
/// keys/NAME.C.seed   secret that NAME has committed to, until it is revealed; C is the commitment
/// keys/log.ed25519   signs published checkpoints beside ledger.pem; no member's
/// custody/NAME/      what a custodian keeps of its sealed batches, each secret wrapped to its own key
/// private/NAME/      objects of a provider's absent batches
/// log/               the ledger published as static files
/// runs/RUN/          checkpoints and models
/// timestamps/H-N.tst what timestamp authorities said about block H
/// registering/D      held by the one process that puts batches of dataset D on record
/// lock               held by the one process that writes
/// door               socket at which that process takes in what others of this home hand in
/// </code>
/// </summary>
public sealed class Home
{
    public const string DefaultDirectory = ".hallmark";

    /// <exception cref="UsageException">No folder can have this name.</exception>
    public Home(string directory)
    {
        try
        {
            Directory = Path.GetFullPath(directory);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--home: '{directory}' names no folder: {e.Message}");
        }
    }

    public string Directory { get; }

    public string LedgerPath => In("ledger.log");

    public string RunsDirectory => In("runs");

    public string TimestampsDirectory => In("timestamps");

    /// <summary>Where the ledger is published unless another folder is named.</summary>
    public string LogDirectory => In("log");

    public string CustodyDirectory => In("custody");

    public string KeysDirectory => In("keys");

    /// <summary>Key that signs published checkpoints beside the ledger's own; no member's.</summary>
    public string LogKeyPath => Path.Combine(KeysDirectory, "log.ed25519");

    public bool Exists => File.Exists(LedgerPath);

    /// <summary>Whether there was a ledger here once, as far as what lies around it can tell.</summary>
    public bool WasMade => File.Exists(ConfigPath) || System.IO.Directory.Exists(KeysDirectory);

    internal string ConfigPath => In("hallmark.json");

    internal string SnapshotPath => In("snapshot");

    internal string IndexPath => In("index");

    internal string ObjectsDirectory => In("objects");

    /// <summary>Locks, one for each dataset, of whoever puts its batches on record.</summary>
    internal string RegisteringDirectory => In("registering");

    internal string LockPath => In("lock");

    /// <summary>Socket at which whoever writes the ledger takes in statements of other processes.</summary>
    internal string DoorPath => In("door");

    /// <exception cref="UsageException">There is no ledger here.</exception>
    public void RequireLedger()
    {
        if (!Exists)
        {
            throw new UsageException($"there is no ledger in {Directory}; 'hallmark init' makes one");
        }
    }

    /// <summary>Where a provider's absent batches lie.</summary>
    internal string PrivateDirectory(string provider) => Path.Combine(In("private"), provider);

    private string In(string name) => Path.Combine(Directory, name);
}
