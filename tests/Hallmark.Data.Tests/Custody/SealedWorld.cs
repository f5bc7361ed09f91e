using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

/// <summary>A custody in memory and what is needed to register sealed batches.</summary>
internal sealed class SealedWorld : ICustody
{
    private readonly Dictionary<Digest, byte[]> _secrets = [];
    private readonly Dictionary<Digest, Digest> _roots = [];
    private readonly Lock _gate = new();

    public DatasetKey DatasetKey { get; init; } = DatasetKey.FromBytes(Enumerable.Range(100, 32).Select(i => (byte)i).ToArray());

    /// <summary>Makes secrets; random unless a test needs the same each time.</summary>
    public Func<byte[]> NewSecret { get; init; } = () => RandomNumberGenerator.GetBytes(BatchSecret.Size);

    public List<string> Log { get; } = [];

    public static byte[] FixedSecret => [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public CustodyOptions Options(BatchTier tier = BatchTier.Sealed) => new() { Tier = tier, Keeper = this, DatasetKey = DatasetKey };

    public BatchManifest Register(IContentStore store, RecordBuffer records, BatchTier tier = BatchTier.Sealed) => Registration.RunAsync(
        [records], "s.csv", new RegistrationOptions { Dataset = "d", Schema = records.Schema, Custody = Options(tier) }, store)
        .Now().Manifests[0];

    public BatchSecret Secret(BatchManifest manifest) => BatchSecret.FromBytes(_secrets[_roots[manifest.Root]]);

    /// <summary>What a wrap is bound to, in some story.</summary>
    public static UseContext Use(Digest root, AgreementKey reader, ulong entry = 70_000) => new()
    {
        Ledger = Digest.Of([1]),
        Batch = "plants/7",
        Root = root,
        UseEntry = entry,
        UseStatement = Digest.Of([2]),
        Custodian = "clinic",
        CustodianKey = Digest.Of([3]),
        Reader = "lab",
        ReaderKey = reader.PublicKey.Thumbprint,
    };

    public BatchSecret Obtain(Digest identity)
    {
        lock (_gate)
        {
            Log.Add("obtain");
            if (!_secrets.TryGetValue(identity, out byte[]? secret))
            {
                _secrets.Add(identity, secret = NewSecret());
            }
            return BatchSecret.FromBytes(secret);
        }
    }

    public void Bind(Digest root, Digest identity)
    {
        lock (_gate)
        {
            Log.Add("bind");
            _roots[root] = identity;
        }
    }
}
