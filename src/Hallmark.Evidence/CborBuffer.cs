using System.Buffers.Binary;
using System.Text;

namespace Hallmark.Evidence;

/// <summary>
/// Appends deterministic CBOR items (RFC 8949 section 4.2.1: shortest heads, definite lengths) to one growing array. The hot path
/// writes several maps for every statement; a general writer's bookkeeping cost more there than the hashing.
/// </summary>
internal sealed class CborBuffer(int capacity)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>What was written; the array itself where its size was foreseen exactly, so the buffer is not to be used any more.</summary>
    public byte[] Finish() => Length == _bytes.Length ? _bytes : Written.ToArray();

    /// <summary>Bytes that a head with this argument takes.</summary>
    public static int HeadSize(ulong argument) => argument switch
    {
        < 24 => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };

    /// <summary>Bytes that a byte string of this length takes.</summary>
    public static int BytesSize(int length) => HeadSize((ulong)length) + length;

    /// <param name="major">Major type, 0 to 7.</param>
    public void Head(int major, ulong argument)
    {
        byte type = (byte)(major << 5);
        switch (argument)
        {
            case < 24:
                Take(1)[0] = (byte)(type | (byte)argument);
                break;
            case <= byte.MaxValue:
                Span<byte> two = Take(2);
                two[0] = (byte)(type | 24);
                two[1] = (byte)argument;
                break;
            case <= ushort.MaxValue:
                Span<byte> three = Take(3);
                three[0] = (byte)(type | 25);
                BinaryPrimitives.WriteUInt16BigEndian(three[1..], (ushort)argument);
                break;
            case <= uint.MaxValue:
                Span<byte> five = Take(5);
                five[0] = (byte)(type | 26);
                BinaryPrimitives.WriteUInt32BigEndian(five[1..], (uint)argument);
                break;
            default:
                Span<byte> nine = Take(9);
                nine[0] = (byte)(type | 27);
                BinaryPrimitives.WriteUInt64BigEndian(nine[1..], argument);
                break;
        }
    }

    public void Integer(long value)
    {
        if (value >= 0)
        {
            Head(CborMajor.Unsigned, (ulong)value);
        }
        else
        {
            Head(CborMajor.Negative, (ulong)~value);
        }
    }

    /// <exception cref="ArgumentException">A lone surrogate: it has no UTF-8.</exception>
    public void Text(string value)
    {
        int length = StrictUtf8.GetByteCount(value);
        Head(CborMajor.Text, (ulong)length);
        StrictUtf8.GetBytes(value, Take(length));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Head(CborMajor.Bytes, (ulong)value.Length);
        Raw(value);
    }

    public void Digest(Digest value)
    {
        Head(CborMajor.Bytes, Evidence.Digest.Size);
        value.CopyTo(Take(Evidence.Digest.Size));
    }

    public void Boolean(bool value) => Take(1)[0] = value ? CborMajor.True : CborMajor.False;

    /// <summary>Bytes that are encoded already.</summary>
    public void Raw(ReadOnlySpan<byte> encoded) => encoded.CopyTo(Take(encoded.Length));

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        }
        Span<byte> taken = _bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }
}

/// <summary>Major types of RFC 8949 section 3.1 and the simple values that our formats have.</summary>
internal static class CborMajor
{
    public const int Unsigned = 0;
    public const int Negative = 1;
    public const int Bytes = 2;
    public const int Text = 3;
    public const int Array = 4;
    public const int Map = 5;
    public const int Tag = 6;
    public const int Simple = 7;

    public const byte False = 0xf4;
    public const byte True = 0xf5;
}
