using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Writer;

/// <summary>A ledger and the two keys it takes to write it, in one directory.</summary>
public sealed class WriterFolder : IDisposable
{
    private readonly KeySigner _authority;
    private readonly KeySigner _member;

    public WriterFolder(string path)
    {
        LedgerPath = Path.Combine(path, "ledger.log");
        _authority = KeySigner.FromPem(File.ReadAllText(Path.Combine(path, "authority.pem")));
        _member = KeySigner.FromPem(File.ReadAllText(Path.Combine(path, "member.pem")));
        Contracts = new WriterContracts(_member.PublicKey);
    }

    public string LedgerPath { get; }

    public WriterContracts Contracts { get; }

    public static async Task CreateAsync(string path)
    {
        using KeySigner authority = KeySigner.Create();
        using KeySigner member = KeySigner.Create();
        File.WriteAllText(Path.Combine(path, "authority.pem"), authority.ToPem());
        File.WriteAllText(Path.Combine(path, "member.pem"), member.ToPem());
        var genesis = new Genesis
        {
            Name = "writer",
            Engine = SoloSeal.Kind,
            Authority = authority.PublicKey,
            Admin = WriterContracts.Member,
            AdminKey = member.PublicKey,
            Quorum = 1,
            Created = 1_767_225_600,
            Nonce = new byte[16],
        };
        using var folder = new WriterFolder(path);
        using FileStorage storage = FileStorage.Create(folder.LedgerPath);
        Statement first = folder.Sign(genesis.LedgerId, WriterContracts.Note, "first");
        await Ledger.CreateAsync(storage, genesis, new SoloProducer(authority), folder.Contracts, TimeProvider.System, [first]);
    }

    public Ledger Open() => Ledger.Open(FileStorage.Open(LedgerPath), new SoloProducer(_authority), Contracts, TimeProvider.System);

    public Statement Sign(Digest ledger, string kind, string subject) => Statement.Sign(
        _member, kind, WriterContracts.Member, subject, ledger, 1_767_225_600,
        new CborMapWriter().Integer("format", 1).Bytes("body", new byte[subject.Length * 7]).ToBytes());

    public void Dispose()
    {
        _authority.Dispose();
        _member.Dispose();
    }
}
