using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Sources;

/// <summary>
/// Digests of files that were hashed before, each for as long as its file is the one it was (<see cref="FileIdentity"/>). Nobody's word: who
/// can write here can have a registration name a digest that its file does not have, as who has the keys beside it can anyway. May be
/// thrown away at any time.
/// <code>
/// "HMKNOWN1"
/// for each file   16 bytes of SHA-256 of its path, device, number, length, written, changed (8 bytes each, big-endian), SHA-256
/// SHA-256 of all of that
/// </code>
/// </summary>
public sealed class KnownFiles
{
    /// <summary>The most bytes of such a file.</summary>
    public const int SizeLimit = 8 + (FileLimit * EntryLength) + Digest.Size;

    private const int FileLimit = 1_000_000;
    private const int KeyLength = 16;
    private const int EntryLength = KeyLength + (5 * sizeof(ulong)) + Digest.Size;

    private readonly Dictionary<UInt128, Entry> _before = [];
    private readonly Dictionary<UInt128, Entry> _now = [];

    private static ReadOnlySpan<byte> Magic => "HMKNOWN1"u8;

    /// <summary>Whether anything is known now that was not before.</summary>
    public bool HasNews { get; private set; }

    /// <summary>What was written; nothing where it was damaged.</summary>
    public static KnownFiles Read(ReadOnlySpan<byte> bytes)
    {
        var known = new KnownFiles();
        int end = bytes.Length - Digest.Size;
        bool isWhole = end >= Magic.Length && (end - Magic.Length) % EntryLength == 0 && bytes.StartsWith(Magic)
            && Digest.Of(bytes[..end]) == Digest.FromBytes(bytes[end..]);
        for (int at = Magic.Length; isWhole && at < end; at += EntryLength)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(at, EntryLength);
            known._before[BinaryPrimitives.ReadUInt128BigEndian(entry)] = Entry.Read(entry[KeyLength..]);
        }
        return known;
    }

    /// <summary>Those that were asked for now, and of the others as many as there is room for.</summary>
    public byte[] ToBytes()
    {
        KeyValuePair<UInt128, Entry>[] kept =
            [.. _now.Concat(_before.Where(entry => !_now.ContainsKey(entry.Key))).Take(FileLimit).OrderBy(entry => entry.Key)];
        byte[] bytes = new byte[Magic.Length + (kept.Length * EntryLength) + Digest.Size];
        Magic.CopyTo(bytes);
        int at = Magic.Length;
        foreach ((UInt128 key, Entry entry) in kept)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(at), key);
            entry.Write(bytes.AsSpan(at + KeyLength));
            at += EntryLength;
        }
        SHA256.HashData(bytes.AsSpan(0, at), bytes.AsSpan(at));
        return bytes;
    }

    internal Digest? Find(string path, FileIdentity identity)
    {
        UInt128 key = KeyOf(path);
        if (!_before.TryGetValue(key, out Entry entry) || entry.Identity != identity)
        {
            return null;
        }
        _now[key] = entry;
        return entry.Digest;
    }

    internal void Add(string path, FileIdentity identity, Digest digest)
    {
        HasNews = true;
        _now[KeyOf(path)] = new Entry(identity, digest);
    }

    private static UInt128 KeyOf(string path) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))));

    private readonly record struct Entry(FileIdentity Identity, Digest Digest)
    {
        public static Entry Read(ReadOnlySpan<byte> bytes) => new(
            new FileIdentity(
                BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                BinaryPrimitives.ReadInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
                BinaryPrimitives.ReadInt64BigEndian(bytes[32..])),
            Digest.FromBytes(bytes.Slice(40, Digest.Size)));

        public void Write(Span<byte> bytes)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, Identity.Device);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Identity.Number);
            BinaryPrimitives.WriteInt64BigEndian(bytes[16..], Identity.Length);
            BinaryPrimitives.WriteInt64BigEndian(bytes[24..], Identity.Written);
            BinaryPrimitives.WriteInt64BigEndian(bytes[32..], Identity.Changed);
            Digest.ToArray().CopyTo(bytes[40..]);
        }
    }
}
