using System.Buffers.Binary;
using Hallmark.Evidence;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// A block as it lies in the ledger's file, raw bytes only, all numbers big-endian:
/// <code>
/// u32 length | header        deterministic CBOR, see BlockHeader
/// u32 length | seal          see Seal
/// u32 count                  entries in this block
/// count times: u16 length | entry
/// count times: u32 length | outcome
/// </code>
/// </summary>
public sealed record BlockRecord(
    ReadOnlyMemory<byte> Header,
    ReadOnlyMemory<byte> Seal,
    IReadOnlyList<ReadOnlyMemory<byte>> Entries,
    IReadOnlyList<ReadOnlyMemory<byte>> Outcomes)
{
    /// <summary>Most entries in one block; with entries of at most 65,535 bytes it bounds a record below 2^31 bytes.</summary>
    public const int MaxEntries = 4096;

    /// <summary>Where the entries' count begins in a record: behind header and seal, in bytes.</summary>
    public int EntriesOffset => 8 + Header.Length + Seal.Length;

    /// <summary>Bytes of the whole record.</summary>
    public int Length => EntriesOffset + 4 + Entries.Sum(entry => 2 + entry.Length) + Outcomes.Sum(outcome => 4 + outcome.Length);

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        WriteTo(bytes);
        return bytes;
    }

    /// <param name="bytes">Room for <see cref="Length"/> bytes.</param>
    internal void WriteTo(Span<byte> bytes)
    {
        int at = 0;
        Append32(bytes, ref at, Header.Span);
        Append32(bytes, ref at, Seal.Span);
        BinaryPrimitives.WriteInt32BigEndian(bytes[at..], Entries.Count);
        at += 4;
        foreach (ReadOnlyMemory<byte> entry in Entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], (ushort)entry.Length);
            entry.Span.CopyTo(bytes[(at + 2)..]);
            at += 2 + entry.Length;
        }
        foreach (ReadOnlyMemory<byte> outcome in Outcomes)
        {
            Append32(bytes, ref at, outcome.Span);
        }
    }

    /// <exception cref="MalformedException">A length that does not fit, or bytes left over.</exception>
    public static BlockRecord Read(ReadOnlyMemory<byte> bytes)
    {
        int at = 0;
        ReadOnlyMemory<byte> header = Take32(bytes, ref at, "header");
        ReadOnlyMemory<byte> seal = Take32(bytes, ref at, "seal");
        int count = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(Take(bytes, ref at, 4, "entry count").Span), int.MaxValue);
        if (count is 0 or > MaxEntries)
        {
            throw new MalformedException("block", $"says it has {count} entries; 1 to {MaxEntries} are possible");
        }
        var entries = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(Take(bytes, ref at, 2, "entry length").Span);
            entries[i] = Take(bytes, ref at, length, "entry");
        }
        var outcomes = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            outcomes[i] = Take32(bytes, ref at, "outcome");
        }
        return at == bytes.Length
            ? new BlockRecord(header, seal, entries, outcomes)
            : throw new MalformedException("block", $"has {bytes.Length - at} bytes left over");
    }

    private static void Append32(Span<byte> bytes, ref int at, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes[at..], value.Length);
        value.CopyTo(bytes[(at + 4)..]);
        at += 4 + value.Length;
    }

    private static ReadOnlyMemory<byte> Take32(ReadOnlyMemory<byte> bytes, ref int at, string what)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(Take(bytes, ref at, 4, what).Span);
        return Take(bytes, ref at, length, what);
    }

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes, ref int at, long length, string what)
    {
        if (length > bytes.Length - at)
        {
            throw new MalformedException("block", $"ends inside its {what} at byte {at}");
        }
        ReadOnlyMemory<byte> part = bytes.Slice(at, (int)length);
        at += (int)length;
        return part;
    }
}
