using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Text.Unicode;

namespace Hallmark.Evidence;

/// <summary>
/// Walks over deterministic CBOR in untrusted bytes without allocating: shortest heads, definite lengths, map keys in strictly
/// rising order of their encodings (shorter first, which for text keys is the order of RFC 8949 section 4.2.1). Every fault is a
/// <see cref="CborContentException"/>.
/// </summary>
internal ref struct CborScanner(ReadOnlySpan<byte> bytes)
{
    /// <summary>Arrays and maps that may lie within each other; our own formats need 4.</summary>
    public const int DepthLimit = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    public readonly bool AtEnd => At == _bytes.Length;

    /// <summary>Major type of the next item, or -1 at the end.</summary>
    public readonly int NextMajor => AtEnd ? -1 : _bytes[At] >> 5;

    /// <summary>Reads a head of this type; answers its argument.</summary>
    public ulong Head(int major)
    {
        if (NextMajor != major)
        {
            throw Unexpected();
        }
        return AnyHead();
    }

    /// <summary>A count of items or bytes, none of which can be more than there are bytes left.</summary>
    public int Count(int major)
    {
        ulong count = Head(major);
        return count <= (ulong)(_bytes.Length - At) ? (int)count : throw new CborContentException("ends before its declared length");
    }

    public long Integer()
    {
        bool negative = NextMajor == CborMajor.Negative;
        ulong argument = Head(negative ? CborMajor.Negative : CborMajor.Unsigned);
        return argument > long.MaxValue ? throw new OverflowException() : negative ? ~(long)argument : (long)argument;
    }

    public bool Boolean() => Take(1)[0] switch
    {
        CborMajor.False => false,
        CborMajor.True => true,
        _ => throw Unexpected(),
    };

    public ReadOnlySpan<byte> Bytes() => Take(Count(CborMajor.Bytes));

    /// <summary>UTF-8 of a text, checked.</summary>
    public ReadOnlySpan<byte> Text()
    {
        ReadOnlySpan<byte> text = Take(Count(CborMajor.Text));
        return Utf8.IsValid(text) ? text : throw new CborContentException("is not UTF-8");
    }

    /// <summary>Passes over one item with all that is in it, and answers its bytes.</summary>
    /// <param name="depth">How many arrays and maps it lies in.</param>
    public ReadOnlySpan<byte> Skip(int depth = 0)
    {
        int start = At;
        while (NextMajor == CborMajor.Tag)
        {
            AnyHead();
        }
        switch (NextMajor)
        {
            case CborMajor.Unsigned or CborMajor.Negative: AnyHead(); break;
            case CborMajor.Bytes: Bytes(); break;
            case CborMajor.Text: Text(); break;
            case CborMajor.Array: SkipArray(depth + 1); break;
            case CborMajor.Map: SkipMap(depth + 1); break;
            case CborMajor.Simple: SkipSimple(); break;
            default: throw new CborContentException("ends too early");
        }
        return _bytes[start..At];
    }

    /// <summary>Whether <paramref name="key"/> stands behind the key before it.</summary>
    public static bool InOrder(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key) =>
        before.Length != key.Length ? before.Length < key.Length : before.SequenceCompareTo(key) < 0;

    private void SkipArray(int depth)
    {
        CheckDepth(depth);
        for (int count = Count(CborMajor.Array); count > 0; count--)
        {
            Skip(depth);
        }
    }

    private void SkipMap(int depth)
    {
        CheckDepth(depth);
        ReadOnlySpan<byte> before = default;
        for (int count = Count(CborMajor.Map); count > 0; count--)
        {
            ReadOnlySpan<byte> key = Skip(depth);
            if (!InOrder(before, key))
            {
                throw new CborContentException("has keys out of order");
            }
            before = key;
            Skip(depth);
        }
    }

    private static void CheckDepth(int depth)
    {
        if (depth > DepthLimit)
        {
            throw new CborTooDeepException();
        }
    }

    private void SkipSimple()
    {
        int length = (Take(1)[0] & 0x1f) switch
        {
            < 24 => 0,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => throw new CborContentException("has a simple value that no format of ours has"),
        };
        Take(length);
    }

    private ulong AnyHead()
    {
        int info = Take(1)[0] & 0x1f;
        ulong argument = info switch
        {
            < 24 => (ulong)info,
            24 => Take(1)[0],
            25 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            26 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            27 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            _ => throw new CborContentException("has no definite length"),
        };
        ulong least = info switch
        {
            24 => 24,
            25 => byte.MaxValue + 1UL,
            26 => ushort.MaxValue + 1UL,
            27 => uint.MaxValue + 1UL,
            _ => 0,
        };
        return argument >= least ? argument : throw new CborContentException("has a number that is not in its shortest form");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - At)
        {
            throw new CborContentException("ends too early");
        }
        ReadOnlySpan<byte> taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }

    private static InvalidOperationException Unexpected() => new("another type of item was expected");
}

/// <summary>Nested deeper than <see cref="CborScanner.DepthLimit"/>.</summary>
internal sealed class CborTooDeepException() : Exception($"is nested more than {CborScanner.DepthLimit} deep");
