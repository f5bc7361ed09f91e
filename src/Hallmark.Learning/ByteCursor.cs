using System.Buffers.Binary;

namespace Hallmark.Learning;

/// <summary>Reads little-endian fields of untrusted bytes one after the other; the first failure stays.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; }

    /// <summary>Why reading failed, or null while all is well.</summary>
    public string? Failure { get; private set; }

    public readonly int Remaining => _bytes.Length - Offset;

    public void Fail(string reason) => Failure ??= reason;

    /// <summary>Stops with the reason unless the condition holds.</summary>
    public void Require(bool holds, string reason)
    {
        if (!holds)
        {
            Fail(reason);
        }
    }

    /// <summary>The next bytes, or nothing after a failure.</summary>
    public ReadOnlySpan<byte> Take(long length, string field)
    {
        if (Failure is null && length > Remaining)
        {
            Fail($"{field} needs {length} bytes, {Remaining} are left.");
        }
        if (Failure is not null)
        {
            return [];
        }
        ReadOnlySpan<byte> taken = _bytes.Slice(Offset, (int)length);
        Offset += (int)length;
        return taken;
    }

    public void Magic(ReadOnlySpan<byte> magic)
    {
        ReadOnlySpan<byte> found = Take(magic.Length, "magic");
        Require(found.SequenceEqual(magic), "these are not the bytes of this format.");
    }

    public uint UInt32(string field) => Take(sizeof(uint), field) is { IsEmpty: false } taken ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : 0;

    public ulong UInt64(string field) => Take(sizeof(ulong), field) is { IsEmpty: false } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    public double Double(string field) => BitConverter.UInt64BitsToDouble(UInt64(field));

    /// <summary>A whole number within bounds, as an int.</summary>
    public int Count(string field, int min, int max)
    {
        uint value = UInt32(field);
        Require(value >= min && value <= max, $"{field} is {value}, outside {min} to {max}.");
        return Failure is null ? (int)value : min;
    }

    /// <summary>Fills the numbers; a NaN must have the one bit pattern.</summary>
    public void Floats(Span<float> numbers, string field)
    {
        ReadOnlySpan<byte> taken = Take((long)numbers.Length * sizeof(float), field);
        for (int i = 0; i * sizeof(float) < taken.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(taken[(i * sizeof(float))..]);
            if (float.IsNaN(numbers[i]) && BitConverter.SingleToUInt32Bits(numbers[i]) != BitConverter.SingleToUInt32Bits(PortableMath.CanonicalFloatNaN))
            {
                Fail($"{field} {i} is a NaN of another bit pattern than the one allowed.");
            }
        }
    }

    public void End() => Require(Remaining == 0, $"{Remaining} bytes too many.");
}
