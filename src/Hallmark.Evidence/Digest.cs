using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hallmark.Evidence;

/// <summary>A SHA-256 value. Ordered bytewise, printed as 64 lower-case hexadecimal digits.</summary>
public readonly struct Digest : IEquatable<Digest>, IComparable<Digest>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    // Big-endian words, so that comparing words compares bytes.
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private Digest(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The SHA-256 of <paramref name="data"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(data, hash);
        return new Digest(hash);
    }

    /// <summary>Takes exactly 32 bytes as they are.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size
            ? new Digest(bytes)
            : throw new ArgumentException($"A digest has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Reads 64 hexadecimal digits of either case; nothing else.</summary>
    public static bool TryParse(string? text, out Digest digest)
    {
        digest = default;
        if (text is not { Length: Size * 2 })
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[Size];
        if (Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }
        digest = new Digest(bytes);
        return true;
    }

    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out Digest digest)
            ? digest
            : throw new FormatException($"'{text}' is not a digest of {Size * 2} hexadecimal digits.");

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    public bool Equals(Digest other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    public override int GetHashCode() => unchecked((int)(_a >> 32));

    public int CompareTo(Digest other)
    {
        int order = _a.CompareTo(other._a);
        order = order != 0 ? order : _b.CompareTo(other._b);
        order = order != 0 ? order : _c.CompareTo(other._c);
        return order != 0 ? order : _d.CompareTo(other._d);
    }

    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <summary>The first 12 hexadecimal digits: for people, never for checks.</summary>
    public string ToShortString() => ToString()[..12];

    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
