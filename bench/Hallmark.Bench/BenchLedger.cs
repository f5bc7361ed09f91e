using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Files;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Bench;

/// <summary>
/// A ledger of its own for measuring: the real contracts with the default policy, one dataset, several providers, and as many
/// distinct statements of 1 KiB as are asked for, signed beforehand.
/// </summary>
internal sealed class BenchLedger : IDisposable
{
    public const int StatementSize = 1024;

    private const string Dataset = "bench";
    private const int ProviderCount = 16;

    private readonly KeySigner _authority = KeySigner.Create();
    private readonly KeySigner[] _providers = [.. Enumerable.Range(0, ProviderCount).Select(_ => KeySigner.Create())];
    private readonly Digest _schema = Digest.Of("schema"u8);
    private readonly string _path;
    private Digest _ledger;
    private int _signed;

    private BenchLedger(string path) => _path = path;

    /// <param name="directory">Where the ledger's files are to lie; the disk under it is part of what is measured.</param>
    public static async Task<BenchLedger> CreateAsync(string directory)
    {
        var bench = new BenchLedger(Path.Combine(directory, "ledger.log"));
        await bench.MakeAsync().ConfigureAwait(false);
        return bench;
    }

    public ISnapshotStore Snapshots =>
        new SnapshotFile(new RegularFiles(Path.GetDirectoryName(_path)!), Path.GetFileName(_path) + ".snapshot");

    public Ledger.Ledger Open() =>
        Ledger.Ledger.Open(FileStorage.Open(_path), new SoloProducer(_authority), new ContractSet(), TimeProvider.System, Snapshots);

    public FileStorage OpenRead() => FileStorage.OpenRead(_path);

    /// <summary>Distinct <c>batch.register</c> statements, each of exactly <see cref="StatementSize"/> bytes.</summary>
    public ReadOnlyMemory<byte>[] Presign(int count)
    {
        int first = _signed;
        _signed += count;
        var statements = new ReadOnlyMemory<byte>[count];
        Parallel.For(0, count, i => statements[i] = Sign(first + i).Bytes);
        return statements;
    }

    public void Dispose()
    {
        _authority.Dispose();
        Array.ForEach(_providers, provider => provider.Dispose());
    }

    private Statement Sign(int number)
    {
        string provider = Provider(number % ProviderCount);
        int padding = 1;
        while (true)
        {
            Statement statement = Payload.Sign(
                new BatchRegister(Manifest(number, padding)), _providers[number % ProviderCount], provider, _ledger,
                TimeProvider.System.GetUtcNow());
            if (statement.Bytes.Length == StatementSize)
            {
                return statement;
            }
            padding += StatementSize - statement.Bytes.Length;
        }
    }

    private BatchManifest Manifest(int number, int padding) => new()
    {
        Dataset = Dataset,
        SchemaDigest = _schema,
        Records = 256,
        Root = Digest.Of(BitConverter.GetBytes(number)),
        ColumnsRoot = Digest.Of("columns"u8),
        ClassCounts = [128, 128],
        Content = new ObjectReference(Digest.Of("content"u8), 32_768),
        Tree = new ObjectReference(Digest.Of("tree"u8), 266 * Digest.Size),
        Origin = new string('x', padding),
        Steps = ["normalised"],
        SourceName = "bench.csv",
        FirstLine = 2,
        LastLine = 257,
    };

    private async Task MakeAsync()
    {
        using KeySigner admin = KeySigner.Create();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var genesis = new Genesis
        {
            Name = "bench",
            Engine = SoloSeal.Kind,
            Authority = _authority.PublicKey,
            Admin = "admin",
            AdminKey = admin.PublicKey,
            Quorum = 1,
            Created = now.ToUnixTimeSeconds(),
            Nonce = new byte[16],
        };
        _ledger = genesis.LedgerId;
        Statement Signed<T>(T payload)
            where T : IPayload<T> => Payload.Sign(payload, admin, "admin", _ledger, now);
        using FileStorage storage = FileStorage.Create(_path);
        await Ledger.Ledger.CreateAsync(
            storage, genesis, new SoloProducer(_authority), new ContractSet(), TimeProvider.System,
            [
                Signed(new PolicyDeploy(PolicyDocument.Standard)),
                .. _providers.Select((key, i) => Signed(new MemberAdd(Provider(i), [Roles.Provider], key.PublicKey))),
                Signed(new DatasetCreate(Dataset, new ObjectReference(_schema, 100), "label", 2)),
            ]).ConfigureAwait(false);
    }

    private static string Provider(int number) => $"provider-{number}";
}
