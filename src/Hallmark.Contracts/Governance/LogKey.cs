using Hallmark.Evidence;
using Hallmark.Evidence.Notes;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// Names the key that signs published checkpoints beside the makers of the blocks: <c>log.key</c> {key}. Outsiders who trust that key can
/// then see on the ledger whether it is the one, and when it changed. It holds at once.
/// </summary>
/// <param name="Key">Public Ed25519 key, 32 bytes.</param>
public sealed record LogKey(byte[] Key) : IGovernedPayload<LogKey>
{
    public static string Kind => "log.key";

    public string Subject => "log";

    public BlockHeight? From => null;

    public int? Quorum { get; init; }

    public LogKey Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter().Bytes("key", Key).Quorum(Quorum);

    public static LogKey Read(CborMap map) => new(ReadKey(map.Bytes("key"), "key")) { Quorum = map.Quorum() };

    internal static byte[] ReadKey(byte[] key, string field) => key.Length == Ed25519PublicKey.Size
        ? key
        : throw new MalformedException(field, $"has {key.Length} bytes, not {Ed25519PublicKey.Size}");
}

/// <summary>The key that signs published checkpoints; there is no such fact on a ledger that never said which it is.</summary>
/// <param name="Entry">Where it was put on record: the genesis, or a statement.</param>
public sealed record LogKeyState(byte[] Key, EntryIndex Entry) : IStateRecord<LogKeyState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Bytes("key", Key).Entry("entry", Entry);

    public static LogKeyState Read(CborMap map) => new(map.Bytes("key"), map.Entry("entry"));
}
