using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Operations.Homes;

/// <summary>
/// The folder in which everything of one ledger lies:
/// <code>
/// hallmark.json      which ledger this is, and which pipeline made it
/// ledger.log         the ledger
/// snapshot           a shorter way into it; may be deleted
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
/// lock               held by the one process that writes
/// door               socket at which that process takes in what others of this home hand in
/// </code>
/// </summary>
public sealed class Home(string directory)
{
    public const string DefaultDirectory = ".hallmark";

    /// <summary>Most credits that may ever be made, unless another limit is named.</summary>
    public const long DefaultMintLimit = 1_000_000_000;

    private const string ConfigFile = "hallmark.json";
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true };

    public string Directory { get; } = Path.GetFullPath(directory);

    public string LedgerPath => Path.Combine(Directory, "ledger.log");

    public ISnapshotStore Snapshots => new SnapshotFile(Path.Combine(Directory, "snapshot"));

    public string RunsDirectory => Path.Combine(Directory, "runs");

    public string TimestampsDirectory => Path.Combine(Directory, "timestamps");

    /// <summary>Where the ledger is published unless another folder is named.</summary>
    public string LogDirectory => Path.Combine(Directory, "log");

    /// <summary>Socket at which whoever writes the ledger takes in statements of other processes.</summary>
    internal string DoorPath => Path.Combine(Directory, "door");

    public string LogKeyPath => Path.Combine(KeysDirectory, "log.ed25519");

    public string CustodyDirectory => Path.Combine(Directory, "custody");

    /// <summary>The key-agreement keys kept here.</summary>
    public AgreementKeys OpenAgreementKeys() => new(KeysDirectory, WriteSecret);

    /// <summary>The secrets for seeds kept here.</summary>
    public SeedSecrets OpenSeedSecrets() => new(KeysDirectory, WriteSecret);

    public bool Exists => File.Exists(LedgerPath);

    /// <summary>Whether there was a ledger here once, as far as what lies around it can tell.</summary>
    public bool WasMade => File.Exists(ConfigPath) || System.IO.Directory.Exists(KeysDirectory);

    private string NextKeyPath(string member) => Path.Combine(KeysDirectory, member + ".next");

    private string KeysDirectory => Path.Combine(Directory, "keys");

    private string ConfigPath => Path.Combine(Directory, ConfigFile);

    /// <exception cref="UsageException">There is no ledger here: looking for one must not make its folder.</exception>
    public DirectoryContentStore OpenStore()
    {
        RequireLedger();
        return new DirectoryContentStore(Path.Combine(Directory, "objects"));
    }

    /// <summary>Where a provider's absent batches lie, made where it is not there.</summary>
    public DirectoryContentStore OpenPrivateStore(string provider) => new(PrivateDirectory(provider));

    /// <summary>The same, or null where there are none.</summary>
    public DirectoryContentStore? FindPrivateStore(string provider) =>
        System.IO.Directory.Exists(PrivateDirectory(provider)) ? OpenPrivateStore(provider) : null;

    /// <exception cref="UsageException">There is no ledger here.</exception>
    public void RequireLedger()
    {
        if (!Exists)
        {
            throw new UsageException($"there is no ledger in {Directory}; 'hallmark init' makes one");
        }
    }

    /// <summary>
    /// Makes a ledger: keys first, the ledger file last and by a rename, so that a home without <c>ledger.log</c> was never
    /// finished and can be made again.
    /// </summary>
    public async Task CreateAsync(string name, string admin, string? pipeline, TimeProvider clock, int quorum = 1, long mintLimit = DefaultMintLimit)
    {
        if (Exists)
        {
            throw new UsageException($"there is a ledger in {Directory} already");
        }
        DurableDirectory.Create(Directory);
        using FileStream held = TryLock() ?? throw new FailureException($"another process is making a ledger in {Directory}");
        using KeySigner own = FindKey(Denial.Issuer) ?? CreateKey(Denial.Issuer);
        using KeySigner adminKey = FindKey(admin) ?? CreateKey(admin);
        var genesis = new Genesis
        {
            Name = name,
            Engine = SoloSeal.Kind,
            Authority = own.PublicKey,
            Admin = admin,
            AdminKey = adminKey.PublicKey,
            Quorum = quorum,
            MintLimit = mintLimit,
            Created = clock.GetUtcNow().ToUnixTimeSeconds(),
            Nonce = RandomNumberGenerator.GetBytes(16),
        };
        WriteConfig(genesis.LedgerId, name, pipeline);
        string temporary = LedgerPath + ".new";
        File.Delete(temporary);
        using (FileStorage storage = FileStorage.Create(temporary))
        {
            Statement policy = Contracts.Payload.Sign(
                new Contracts.Policies.PolicyDeploy(Contracts.Policies.PolicyDocument.Standard), adminKey, admin, genesis.LedgerId, clock.GetUtcNow());
            await Ledger.Ledger.CreateAsync(storage, genesis, new SoloProducer(own), new ContractSet(), clock, [policy]).ConfigureAwait(false);
        }
        if (!DurableFile.TryRename(temporary, LedgerPath))
        {
            throw new UsageException($"there is a ledger in {Directory} already"); // made by another process meanwhile
        }
    }

    /// <summary>Opens the ledger as its one writer, under a lock that this process holds.</summary>
    /// <exception cref="UsageException">The ledger's own key is not here.</exception>
    internal WriterDoor OpenWriter(FileStream held, TimeProvider clock)
    {
        RequireLedger();
        KeySigner own = FindKey(Denial.Issuer)
            ?? throw new UsageException($"the ledger's own key {KeyPath(Denial.Issuer)} is missing: nothing can be sealed");
        FileStorage? storage = null;
        try
        {
            storage = FileStorage.Open(LedgerPath);
            var ledger = Ledger.Ledger.Open(storage, new SoloProducer(own), new ContractSet(), clock, Snapshots);
            return new WriterDoor(ledger, own, held, DoorPath);
        }
        catch
        {
            storage?.Dispose();
            own.Dispose();
            throw;
        }
    }

    /// <summary>Opens the ledger for reading; a writer may be at work beside it.</summary>
    public LedgerView OpenForReading()
    {
        RequireLedger();
        return Ledger.Ledger.OpenRead(FileStorage.OpenRead(LedgerPath), new ContractSet(), Snapshots);
    }

    /// <summary>Follows the ledger beside whoever writes it, as far as it is known to be durable.</summary>
    public LedgerFollower Follow()
    {
        RequireLedger();
        return new LedgerFollower(FileStorage.OpenRead(LedgerPath), new ContractSet(), Snapshots);
    }

    /// <summary>As <see cref="OpenForReading"/>, but only what is known to be durable: for what goes to outsiders.</summary>
    public LedgerView OpenCommitted()
    {
        RequireLedger();
        return Ledger.Ledger.OpenRead(FileStorage.OpenRead(LedgerPath), new ContractSet(), Snapshots, committedOnly: true);
    }

    public (Digest? Ledger, string? Pipeline) ReadConfig()
    {
        if (!File.Exists(ConfigPath))
        {
            return (null, null);
        }
        try
        {
            JsonNode config = JsonNode.Parse(File.ReadAllText(ConfigPath))!;
            return (Digest.Parse((string)config["ledger"]!), (string?)config["pipeline"]);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            throw new UsageException($"{ConfigPath} is not what 'hallmark init' wrote");
        }
    }

    /// <summary>The ledger id that the home remembers, or why it remembers none.</summary>
    public (Digest? Ledger, string? Problem) ExpectedLedger()
    {
        try
        {
            return ReadConfig().Ledger is { } ledger ? (ledger, null) : (null, $"{ConfigPath} is not there: whether this is the home's own ledger is not known");
        }
        catch (UsageException e)
        {
            return (null, e.Message);
        }
    }

    public string KeyPath(string member) => Path.Combine(KeysDirectory, member + ".pem");

    /// <summary>The private key kept here for a member, or null.</summary>
    public KeySigner? FindKey(string member) => ReadKey(KeyPath(member));

    private static KeySigner? ReadKey(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return KeySigner.FromPem(File.ReadAllText(path));
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    public KeySigner CreateKey(string member)
    {
        KeySigner key = KeySigner.Create();
        WriteSecret(KeyPath(member), key.ToPem());
        return key;
    }

    /// <summary>A key that will take the place of a member's key: kept beside it first, so that a crash never loses the one that counts.</summary>
    public KeySigner PrepareNewKey(string member)
    {
        if (FindNewKey(member) is { } prepared)
        {
            return prepared;
        }
        KeySigner key = KeySigner.Create();
        WriteSecret(NextKeyPath(member), key.ToPem());
        return key;
    }

    /// <summary>The key that waits to take the place of a member's key, or null.</summary>
    public KeySigner? FindNewKey(string member) => ReadKey(NextKeyPath(member));

    /// <summary>The prepared key takes its place; the one before is kept as NAME.old-N.</summary>
    public void TakeNewKey(string member)
    {
        int number = 1;
        while (File.Exists($"{Path.Combine(KeysDirectory, member)}.old-{number}"))
        {
            number++;
        }
        File.Copy(KeyPath(member), $"{Path.Combine(KeysDirectory, member)}.old-{number}");
        DurableFile.Rename(NextKeyPath(member), KeyPath(member));
    }

    /// <summary>Public halves of all keys kept here, by member; null for a file that is no key.</summary>
    public IReadOnlyDictionary<string, CoseKey?> PublicKeys()
    {
        var keys = new SortedDictionary<string, CoseKey?>(StringComparer.Ordinal);
        foreach (string path in System.IO.Directory.Exists(KeysDirectory) ? System.IO.Directory.GetFiles(KeysDirectory, "*.pem") : [])
        {
            string member = Path.GetFileNameWithoutExtension(path);
            try
            {
                using KeySigner? key = FindKey(member);
                keys[member] = key?.PublicKey;
            }
            catch (UsageException)
            {
                keys[member] = null;
            }
        }
        return keys;
    }

    private void WriteSecret(string path, string text)
    {
        DurableDirectory.Create(KeysDirectory, ownerOnly: true);
        DurableFile.Replace(path, System.Text.Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);
    }

    private string PrivateDirectory(string provider) => Path.Combine(Directory, "private", provider);

    /// <summary>Takes the writer's lock, which ends with this process at the latest; null where another one holds it.</summary>
    /// <exception cref="FailureException">Nobody can write here: the home is read-only, or somebody else's.</exception>
    internal FileStream? TryLock()
    {
        FileStream? file = null;
        try
        {
            // Not FileShare.None: on Unix that is a lock of its own, which says the same of a process and of a folder that nobody may write.
            file = new FileStream(Path.Combine(Directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (LinuxFile.TryLock(file.SafeFileHandle, file.Name))
            {
                return file;
            }
            file.Dispose();
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not DirectoryNotFoundException)
        {
            file?.Dispose();
            throw new FailureException($"nothing can be written in {Directory}: {e.Message}");
        }
    }

    private void WriteConfig(Digest ledger, string name, string? pipeline)
    {
        var config = new JsonObject { ["ledger"] = ledger.ToString(), ["name"] = name };
        if (pipeline is not null)
        {
            config["pipeline"] = pipeline;
        }
        byte[] text = System.Text.Encoding.UTF8.GetBytes(config.ToJsonString(JsonOptions) + "\n");
        DurableFile.Replace(ConfigPath, text, DurableFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
