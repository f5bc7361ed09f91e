using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>Contracts with one rule of each kind: notes are accepted and kept, secrets are denied, the rest is not understood.</summary>
internal sealed class NoteContracts : IContracts
{
    public const string Note = "note";
    public const string Secret = "secret";

    /// <summary>Under these rules it is accepted; older ones do not know it.</summary>
    public const string Move = "move";

    public RuleRange Rules { get; init; } = new(1, 1);

    public int? MovesTo(Statement statement) => statement.Kind == Move ? int.Parse(statement.Subject) : null;

    public Decision Execute(IStateView state, Statement statement, BlockContext block) => statement.Kind switch
    {
        Genesis.Kind => Accept([new StateWrite("count", [0])]),
        Note => Accept([new StateWrite($"note/{statement.Subject}", statement.Payload.ToArray()),
            new StateWrite("count", Increment(state.Find("count") ?? [0]))]),
        Move when block.Rules == 1 => new Decision.Refused("kind move is not known"),
        Move when statement.Payload.Length > 100 => new Decision.Denied("note.move", "moves are short", []),
        Move => Accept([new StateWrite("rules", [(byte)block.Rules])]),
        Secret => new Decision.Denied("note.secret", "secrets are not noted", []),
        _ => new Decision.Refused($"kind {statement.Kind} is not known"),
    };

    public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) =>
        keyId == World.Member.PublicKey.Thumbprint ? (World.MemberName, World.Member.PublicKey) : null;

    private static Decision.Accepted Accept(IReadOnlyList<StateWrite> writes) =>
        new(writes, [new LedgerEvent("written", [("keys", writes.Count.ToString())])], []);

    private static byte[] Increment(byte[] count) => [unchecked((byte)(count[0] + 1))];
}

/// <summary>One small ledger, made once; every test works on a copy.</summary>
internal static class World
{
    public const string MemberName = "alice";

    public static KeySigner Authority { get; } = KeySigner.Create();

    public static KeySigner Member { get; } = KeySigner.Create();

    public static KeySigner Stranger { get; } = KeySigner.Create();

    public static NoteContracts Contracts { get; } = new();

    public static SoloProducer Engine { get; } = new(Authority);

    public static TimeProvider Clock => TimeProvider.System;

    public static Genesis Genesis { get; } = new()
    {
        Name = "notes",
        Engine = SoloSeal.Kind,
        Authority = Authority.PublicKey,
        Admin = MemberName,
        AdminKey = Member.PublicKey,
        Quorum = 1,
        Created = 1_767_225_600,
        Nonce = [.. Enumerable.Range(0, 16).Select(i => (byte)i)],
    };

    /// <summary>A ledger with two entries, cleanly closed.</summary>
    public static byte[] Fresh { get; } = Create();

    public static Statement Sign(string kind = NoteContracts.Note, string subject = "s", KeySigner? signer = null,
        string issuer = MemberName, Digest? ledger = null, int size = 4) =>
        Statement.Sign(signer ?? Member, kind, issuer, subject, ledger ?? Genesis.LedgerId, Genesis.Created,
            new CborMapWriter().Integer("format", 1).Bytes("body", new byte[size]).ToBytes());

    public static Ledger Open(ILedgerStorage storage) => Ledger.Open(storage, Engine, Contracts, Clock);

    public static LedgerView OpenRead(byte[] file, SealKinds? seals = null) =>
        Ledger.OpenRead(new MemoryDisk(file), Contracts, seals: seals);

    /// <summary>A ledger with this many blocks of one entry behind genesis, as it lies after a clean close.</summary>
    public static async Task<byte[]> Closed(params Statement[] statements)
    {
        var disk = new MemoryDisk(Fresh);
        await using (Ledger ledger = Open(disk))
        {
            foreach (Statement statement in statements)
            {
                await ledger.SubmitAsync(statement.Bytes);
            }
        }
        return disk.Content();
    }

    /// <summary>The blocks of a file, by where their frames begin.</summary>
    public static List<(int Offset, BlockRecord Block)> Blocks(byte[] file)
    {
        var ledger = new LedgerFile(new MemoryDisk(file));
        var blocks = new List<(int, BlockRecord)>();
        for (int offset = LedgerFile.PageSize; ledger.ReadFrame(offset, file.Length) is { } frame; offset += 4 + frame.Length)
        {
            blocks.Add((offset, BlockRecord.Read(frame)));
        }
        return blocks;
    }

    private static byte[] Create()
    {
        var disk = new MemoryDisk([]);
        Ledger.CreateAsync(disk, Genesis, Engine, Contracts, Clock, [Sign(subject: "first")]).GetAwaiter().GetResult();
        return disk.Content();
    }
}
