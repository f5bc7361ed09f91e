using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Hallmark.Learning;

/// <summary>
/// Version 1 of the house generator, frozen for ever: xoshiro256** (Blackman and Vigna, 2018). The four state words are the
/// little-endian words of SHA-256(seed as 8 bytes little-endian, then the stream name in UTF-8), so the streams of one seed are
/// independent of each other. Every draw is defined by integers and exact IEEE operations; no machine gives other bits.
/// Not safe for use by several threads, and not for secrets.
/// </summary>
public sealed class SeededRandom
{
    /// <summary>Words in an exported state.</summary>
    public const int StateSize = 4;

    private const double UnitOf53Bits = 1.0 / (1L << 53);

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <param name="seed">Any value.</param>
    /// <param name="stream">What the numbers are for, so that two uses of one seed do not share numbers.</param>
    public SeededRandom(ulong seed, string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] input = new byte[sizeof(ulong) + Encoding.UTF8.GetByteCount(stream)];
        BinaryPrimitives.WriteUInt64LittleEndian(input, seed);
        Encoding.UTF8.GetBytes(stream, input.AsSpan(sizeof(ulong)));
        ReadOnlySpan<byte> hash = SHA256.HashData(input);
        _s0 = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        _s1 = BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]);
        _s2 = BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]);
        _s3 = BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]);
    }

    private SeededRandom(ReadOnlySpan<ulong> state) => (_s0, _s1, _s2, _s3) = (state[0], state[1], state[2], state[3]);

    /// <summary>A generator that continues where the exported one stood.</summary>
    /// <exception cref="ArgumentException">Not four words, or all zero: a state that the generator never reaches or leaves.</exception>
    public static SeededRandom FromState(ReadOnlySpan<ulong> state) =>
        state.Length == StateSize && state.ContainsAnyExcept(0UL)
            ? new SeededRandom(state)
            : throw new ArgumentException($"A generator state is {StateSize} words, not all zero.", nameof(state));

    /// <summary>All there is to know of the generator: no draw is kept back.</summary>
    public ulong[] ExportState() => [_s0, _s1, _s2, _s3];

    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            ulong shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>Uniform over [0, bound), without bias (Lemire, 2019, on the upper 32 bits of a draw).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound;
        uint biased = unchecked(0u - range) % range; // 2^32 mod bound: this many low products come up once too often
        while (true)
        {
            ulong product = (NextUInt64() >> 32) * range;
            if (unchecked((uint)product) >= biased)
            {
                return (int)(product >> 32);
            }
        }
    }

    /// <summary>Uniform over the multiples of 2^-53 in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * UnitOf53Bits;

    /// <summary>
    /// Standard normal, by Marsaglia's polar method (1964). The second number of each pair is dropped: a kept one would be
    /// state that checkpoints forget.
    /// </summary>
    public double NextGaussian()
    {
        while (true)
        {
            double u = (2 * NextDouble()) - 1;
            double v = (2 * NextDouble()) - 1;
            double s = (u * u) + (v * v);
            if (s > 0 && s < 1)
            {
                return u * Math.Sqrt(-2 * PortableMath.Log(s) / s);
            }
        }
    }

    /// <summary>Every order equally likely (Fisher and Yates, from the last place down).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int chosen = NextInt(last + 1);
            (items[last], items[chosen]) = (items[chosen], items[last]);
        }
    }
}
