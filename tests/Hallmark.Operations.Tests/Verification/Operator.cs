using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Blocks;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Verification;

/// <summary>
/// Whoever holds a ledger's key: puts any statements into a tree in any order, one a block, at any time and under any rules, and seals it
/// as a real ledger is sealed. What members sign, it has only where they signed it.
/// </summary>
internal sealed class Operator : IDisposable
{
    public const long Now = 1_767_225_600;

    private readonly Dictionary<string, KeySigner> _keys;
    private readonly List<(Statement Statement, int Rules)> _entries = [];

    public Operator(int quorum = 1, int rules = RuleVersions.Newest)
    {
        _keys = new Dictionary<string, KeySigner>(StringComparer.Ordinal);
        Genesis = new Genesis
        {
            Name = "forged",
            Engine = SoloSeal.Kind,
            Authority = Key(Denial.Issuer).PublicKey,
            Admin = "alice",
            AdminKey = Key("alice").PublicKey,
            Quorum = quorum,
            Created = Now,
            Nonce = new byte[16],
        };
        Put(SignFounding(Genesis), rules);
    }

    private Operator(Operator same)
    {
        (Genesis, _keys) = (same.Genesis, new Dictionary<string, KeySigner>(same._keys, StringComparer.Ordinal));
        Put(same._entries[0].Statement);
    }

    public Genesis Genesis { get; }

    public Digest Ledger => Genesis.LedgerId;

    /// <summary>What an outsider was told to trust.</summary>
    public TrustRoot Trust => new(Ledger, Key(Denial.Issuer).PublicKey);

    /// <summary>Index of the entry put in last.</summary>
    public EntryIndex Last => new((ulong)_entries.Count - 1);

    /// <summary>One key for each name; the member's own, which the operator never has but for its own.</summary>
    public KeySigner Key(string name) => _keys.TryGetValue(name, out KeySigner? key) ? key : _keys[name] = KeySigner.Create();

    /// <summary>What a member signs.</summary>
    public Statement Sign<T>(string member, T payload, string? key = null)
        where T : IPayload<T> =>
            Payload.Sign(payload, Key(key ?? member), member, Ledger, DateTimeOffset.FromUnixTimeSeconds(Now));

    /// <summary>A statement of any member about anything, with 64 bytes of A where its signature belongs.</summary>
    public Statement Forge(string member, Digest? ledger = null)
    {
        var message = CoseSign1.Read(Payload.Sign(
            new MemberRevoke("paul", "said so"), Key(member), member, ledger ?? Ledger, DateTimeOffset.FromUnixTimeSeconds(Now)).Bytes);
        byte[] signature = new byte[64];
        Array.Fill(signature, (byte)'A');
        return Statement.Read((message with { Signature = signature }).ToBytes());
    }

    public MemberAdd Add(string member, string role = Roles.Provider) => new(member, [role], Key(member).PublicKey);

    public MemberRotate Rotate(string member, string next) => new(
        member, Key(next).PublicKey, Key(next).Sign(MemberRotate.ToBeProved(Ledger, Key(member).PublicKey.Thumbprint, member)));

    public Operator Put(Statement statement, int rules = RuleVersions.Newest)
    {
        _entries.Add((statement, rules));
        return this;
    }

    /// <summary>Another history of the same ledger, with nothing in it but its genesis.</summary>
    public Operator Again() => new(this);

    /// <summary>The same with the ledger's own word that it was forbidden.</summary>
    public Operator Deny(Statement statement) =>
        Put(new Denial("some.rule", "because", statement).Sign(Key(Denial.Issuer), Now));

    /// <summary>Evidence of an entry under the newest block.</summary>
    /// <param name="entry">What it is evidence of.</param>
    /// <param name="leftOut">Entries that the bundle does not bring along.</param>
    public EvidenceBundle Bundle(EntryIndex entry, params ulong[] leftOut)
    {
        var tree = new TileLog();
        _entries.ForEach(item => tree.Append(item.Statement.LeafHash));
        var proofs = new TileProofs(tree);
        ulong[] brought = [.. Enumerable.Range(0, _entries.Count).Select(i => (ulong)i).Except(leftOut)];
        IEnumerable<BundledBlock> blocks = brought.Select(i => Block(i, proofs, isBrought: true));
        return new EvidenceBundle(
            entry, [.. leftOut.Contains(Last.Value) ? blocks.Append(Block(Last.Value, proofs, isBrought: false)) : blocks], null);
    }

    /// <summary>The tree's checkpoint as a witness cosigned it.</summary>
    public static EvidenceBundle Cosigned(EvidenceBundle bundle, Ed25519Key witness)
    {
        string text = Checkpoint.Of(bundle.Head).ToText();
        return bundle with { Checkpoint = new SignedNote(text, [Cosignature.Sign(witness, "witness.example", text, Now)]) };
    }

    public EvidenceVerdict Verify(EvidenceBundle bundle) =>
        new VerifyEvidence(EvidenceBundle.Read(bundle.ToBytes()), Trust).Execute();

    public EvidenceVerdict VerifyLast(params ulong[] leftOut) => Verify(Bundle(Last, leftOut));

    /// <summary>The receipt of an entry under the newest block.</summary>
    public Receipt Receipt(EntryIndex entry)
    {
        var tree = new TileLog();
        _entries.ForEach(item => tree.Append(item.Statement.LeafHash));
        var proofs = new TileProofs(tree);
        CoseSign1 signed = TreeSignature.Sign(Key(Denial.Issuer), Header(Last.Value, proofs));
        return Evidence.Receipt.Read(Evidence.Receipt.Assemble(signed, proofs.Inclusion(entry, Last.Size)));
    }

    public Statement SignFounding(Genesis genesis) =>
        Statement.Sign(Key(Denial.Issuer), Genesis.Kind, Denial.Issuer, genesis.Name, genesis.LedgerId, Now, genesis.ToBytes());

    public void Dispose()
    {
        foreach (KeySigner key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private BundledBlock Block(ulong height, TileProofs proofs, bool isBrought)
    {
        BlockHeader header = Header(height, proofs);
        var index = new EntryIndex(height);
        BundledEntry[] entries = isBrought
            ? [new BundledEntry(index, _entries[(int)height].Statement, proofs.Inclusion(index, Last.Size).Path)]
            : [];
        return new BundledBlock(header, header.ToBytes(), SoloSeal.Sign(Key(Denial.Issuer), header).ToBytes(), entries);
    }

    private BlockHeader Header(ulong height, TileProofs proofs) => new()
    {
        Rules = _entries[(int)height].Rules,
        Ledger = Ledger,
        Height = new BlockHeight(height),
        Previous = Ledger,
        Time = Now * 1000,
        FirstEntry = new EntryIndex(height),
        Entries = 1,
        TreeRoot = proofs.Root(new TreeSize(height + 1)),
        OutcomesRoot = Ledger,
        StateRoot = Ledger,
        Engine = SoloSeal.Kind,
    };
}
