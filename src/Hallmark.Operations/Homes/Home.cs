using Hallmark.Files;

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
/// keys/NAME+G.gateway private key of the gateway G of NAME
/// keys/NAME.C.seed   secret that NAME has committed to, until it is revealed; C is the commitment
/// keys/log.ed25519   signs published checkpoints beside ledger.pem; no member's
/// custody/NAME/      what a custodian keeps of its sealed batches, each secret wrapped to its own key
/// private/NAME/      objects of a provider's absent batches
/// log/               the ledger published as static files
/// runs/RUN/          checkpoints and models
/// spool/D/NAME/      messages that NAME takes in for the dataset D: acknowledged, and not on record yet or just now
/// timestamps/H-N.tst what timestamp authorities said about block H
/// locks/TASK-NAME    held by the one process that does it: registering, ingesting, judging, training, rotating
/// digests            of files that were registered, to tell which are as they were; may be deleted
/// lock               held by the one process that writes
/// door               socket at which that process takes in what others of this home hand in
/// </code>
/// </summary>
public sealed class Home
{
    public const string DefaultDirectory = ".hallmark";

    public const string LedgerName = "ledger.log";
    public const string ConfigName = "hallmark.json";
    public const string SnapshotName = "snapshot";
    public const string IndexName = "index";
    public const string DigestsName = "digests";
    public const string DoorName = "door";

    /// <summary>Key, among the others, that signs published checkpoints beside the ledger's own; no member's.</summary>
    public const string LogKeyName = "log.ed25519";

    private const string KeysName = "keys";

    /// <exception cref="UsageException">No folder can have this name.</exception>
    public Home(string directory)
    {
        try
        {
            Directory = Path.GetFullPath(directory);
            Files = new RegularFiles(Directory);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--home: '{directory}' names no folder: {e.Message}");
        }
    }

    public string Directory { get; }

    /// <summary>What lies there, for whoever reads it: every reader of a home goes by this.</summary>
    public RegularFiles Files { get; }

    public string LedgerPath => In(LedgerName);

    /// <summary>Checkpoints and models, a folder for each run.</summary>
    public RegularFiles Runs => Files.In("runs");

    public RegularFiles Timestamps => Files.In("timestamps");

    /// <summary>Messages that are taken in, a folder for each dataset and in it one for each provider.</summary>
    public RegularFiles Spool => Files.In("spool");

    /// <summary>Where the ledger is published unless another folder is named.</summary>
    public RegularFiles Log => Files.In("log");

    /// <summary>Private keys and secrets.</summary>
    public RegularFiles Keys => Files.In(KeysName);

    /// <summary>What custodians keep, a folder for each.</summary>
    public RegularFiles Custody => Files.In("custody");

    /// <summary>Whether anything stands where the ledger should; opening it says what.</summary>
    public bool Exists => Files.Has(LedgerName);

    /// <summary>Whether there was a ledger here once, as far as what lies around it can tell.</summary>
    public bool WasMade => Files.Has(ConfigName) || Files.Has(KeysName);

    internal string ConfigPath => In(ConfigName);

    /// <summary>The content store.</summary>
    public RegularFiles Objects => Files.In("objects");

    /// <summary>Absent batches, a folder for each provider.</summary>
    public RegularFiles Private => Files.In("private");

    /// <summary>Where the files lie that batches were read from, as far as they are kept: a folder for each provider.</summary>
    public RegularFiles Sources => Files.In("sources");

    /// <summary>Locks, one for each dataset, of whoever puts its batches on record.</summary>
    internal RegularFiles Locks => Files.In("locks");

    internal string LockPath => In("lock");

    /// <summary>Socket at which whoever writes the ledger takes in statements of other processes.</summary>
    internal string DoorPath => In(DoorName);

    /// <exception cref="UsageException">There is no ledger here.</exception>
    public void RequireLedger()
    {
        if (!Exists)
        {
            throw new UsageException($"there is no ledger in {Directory}; 'hallmark init' makes one");
        }
    }

    /// <summary>A folder that somebody names: a part of this home, or another one.</summary>
    public RegularFiles FilesAt(string directory)
    {
        string full = Path.GetFullPath(directory);
        return full.StartsWith(Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Files.In(Path.GetRelativePath(Directory, full))
            : new RegularFiles(full);
    }

    private string In(string name) => Path.Combine(Directory, name);
}
