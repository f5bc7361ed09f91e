using Hallmark.Evidence;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// What the contracts made of one entry. Its deterministic CBOR bytes are a leaf under the header's outcomes root, so an outcome
/// can be proved offline. For a denial, <see cref="Rule"/> names the rule that forbade the statement it carries.
/// </summary>
public sealed record Outcome
{
    /// <summary>Null for an accepted entry.</summary>
    public string? Rule { get; init; }

    /// <summary>One sentence for people; null for an accepted entry.</summary>
    public string? Reason { get; init; }

    /// <summary>Digests of the policies that decided, in the order they were asked.</summary>
    public IReadOnlyList<Digest> Policies { get; init; } = [];

    public IReadOnlyList<LedgerEvent> Events { get; init; } = [];

    /// <summary>Digest of the entry's own writes: see <see cref="WriteSet"/>.</summary>
    public required Digest Writes { get; init; }

    public bool Denied => Rule is not null;

    public byte[] ToBytes() => new CborMapWriter()
        .Integer("format", 1)
        .Text("rule", Rule)
        .Text("reason", Reason)
        .Digests("policies", Policies)
        .Maps("events", Events.Select(item => item.ToMap()))
        .Digest("writes", Writes)
        .ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static Outcome Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "outcome");
        map.Integer("format", 1, 1);
        var outcome = new Outcome
        {
            Rule = map.OptionalText("rule"),
            Reason = map.OptionalText("reason", 4096),
            Policies = map.Digests("policies", 64),
            Events = [.. map.Maps("events", 64).Select(LedgerEvent.Read)],
            Writes = map.Digest("writes"),
        };
        map.End();
        return outcome;
    }
}
