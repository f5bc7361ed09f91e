using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>What the elements of an array file are.</summary>
public enum NumberKind
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,
    Float32,
    Float64,

    /// <summary>A text, four bytes for each character (NumPy's <c>U</c>).</summary>
    Text32,

    /// <summary>A text in UTF-8 (NumPy's <c>S</c>).</summary>
    Text8,
}

/// <summary>How an array file writes one element: its kind and the order of its bytes.</summary>
/// <param name="Length">Of texts, how many characters or bytes each has, those that fill it up too.</param>
internal readonly record struct NumberFormat(NumberKind Kind, bool BigEndian, int Length = 1)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Bytes of one element.</summary>
    public int Size => Kind switch
    {
        NumberKind.UInt8 or NumberKind.Int8 => 1,
        NumberKind.UInt16 or NumberKind.Int16 or NumberKind.Float16 => 2,
        NumberKind.UInt32 or NumberKind.Int32 or NumberKind.Float32 => 4,
        NumberKind.Text32 => 4 * Length,
        NumberKind.Text8 => Length,
        _ => 8,
    };

    public bool IsInteger => Kind is not (NumberKind.Float16 or NumberKind.Float32 or NumberKind.Float64) && !IsText;

    public bool IsText => Kind is NumberKind.Text32 or NumberKind.Text8;

    /// <summary>The element; an integer beyond 2^53 is rounded.</summary>
    public double Double(ReadOnlySpan<byte> element) => Kind switch
    {
        NumberKind.UInt64 => Bits(element),
        NumberKind.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)Bits(element)),
        NumberKind.Float32 => BitConverter.UInt32BitsToSingle((uint)Bits(element)),
        NumberKind.Float64 => BitConverter.UInt64BitsToDouble(Bits(element)),
        _ => Int64(element),
    };

    /// <summary>The element of an integer kind; of <see cref="NumberKind.UInt64"/> its bits, which are negative from 2^63 on.</summary>
    public long Int64(ReadOnlySpan<byte> element) => unchecked(Kind switch
    {
        NumberKind.UInt8 => element[0],
        NumberKind.Int8 => (sbyte)element[0],
        NumberKind.Int16 => (short)Bits(element),
        NumberKind.Int32 => (int)Bits(element),
        _ => (long)Bits(element),
    });

    /// <summary>The element of a kind of text, without the zeros that fill it up; null where it is no Unicode.</summary>
    public string? Text(ReadOnlySpan<byte> element)
    {
        if (Kind == NumberKind.Text8)
        {
            ReadOnlySpan<byte> bytes = element.TrimEnd((byte)0);
            return Utf8.IsValid(bytes) ? Strict.GetString(bytes) : null;
        }
        var text = new StringBuilder();
        for (int i = 0; i < element.Length; i += 4)
        {
            uint character = BigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(element[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(element[i..]);
            if (!Rune.IsValid(character))
            {
                return null;
            }
            text.Append(new Rune(character).ToString());
        }
        return text.ToString().TrimEnd('\0');
    }

    private ulong Bits(ReadOnlySpan<byte> element) => (element.Length, BigEndian) switch
    {
        (1, _) => element[0],
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(element),
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(element),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(element),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(element),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(element),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(element),
    };
}
