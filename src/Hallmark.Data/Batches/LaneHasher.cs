using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Hallmark.Data.Batches;

/// <summary>
/// SHA-256 (FIPS 180-4) of many short messages, eight at a time in the lanes of one vector. A platform hash call costs more
/// than hashing the 64 bytes of a tree node, and a batch has two such messages per record. Integer arithmetic only, so every
/// CPU gives the same bits; long messages go to the platform. Tests compare it with the platform for every length.
/// </summary>
internal sealed class LaneHasher
{
    private const int Lanes = 8;
    private const int BlockSize = 64;
    private const int BlockLimit = 8;
    private const int LaneSize = BlockSize * BlockLimit;
    private const int Overhead = 1 + 1 + sizeof(ulong); // prefix, 0x80, bit length

    private static readonly uint[] K =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static readonly uint[] Initial =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private readonly byte[] _output;
    private readonly uint[] _initial;
    private readonly int _before; // bytes hashed into the initial state
    private readonly byte[] _padded = new byte[Lanes * LaneSize];
    private readonly int[] _blocks = new int[Lanes];
    private readonly int[] _positions = new int[Lanes];
    private readonly Vector256<uint>[] _state = new Vector256<uint>[8];
    private int _filled;
    private int _next;

    /// <param name="output">Receives 32 bytes per message, in the order of the messages.</param>
    public LaneHasher(byte[] output)
        : this(output, Initial, 0)
    {
    }

    private LaneHasher(byte[] output, uint[] initial, int before)
    {
        _output = output;
        _initial = initial;
        _before = before;
    }

    /// <summary>
    /// A hasher of messages that all begin with the same 64 bytes, which are hashed once. Then only short ones are taken.
    /// </summary>
    public static LaneHasher After(ReadOnlySpan<byte> start, byte[] output)
    {
        var first = new LaneHasher([]);
        start[..BlockSize].CopyTo(first._padded);
        first._blocks[0] = 1;
        first.Begin();
        first.Compress(0);
        CryptographicOperations.ZeroMemory(first._padded);
        return new LaneHasher(output, [.. first._state.Select(lanes => lanes[0])], BlockSize);
    }

    /// <summary>
    /// Hashes <paramref name="prefix"/> followed by <paramref name="message"/>; the output may come as late as <see cref="Finish"/>.
    /// </summary>
    public void Add(byte prefix, ReadOnlySpan<byte> message)
    {
        int position = _next;
        _next += SHA256.HashSizeInBytes;
        if (message.Length > LaneSize - Overhead)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(_before, 0);
            HashLong(prefix, message, _output.AsSpan(position, SHA256.HashSizeInBytes));
            return;
        }
        int blocks = (message.Length + Overhead + BlockSize - 1) / BlockSize;
        Span<byte> padded = _padded.AsSpan(_filled * LaneSize, blocks * BlockSize);
        padded[0] = prefix;
        message.CopyTo(padded[1..]);
        padded[(message.Length + 1)..].Clear();
        padded[message.Length + 1] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padded[^sizeof(ulong)..], 8 * ((ulong)(message.Length + _before) + 1));
        _blocks[_filled] = blocks;
        _positions[_filled] = position;
        if (++_filled == Lanes)
        {
            Flush();
        }
    }

    /// <summary>Hashes the messages that still wait for a full set of lanes; every output is written when this returns.</summary>
    public void Finish()
    {
        _blocks.AsSpan(_filled).Clear();
        if (_filled > 0)
        {
            Flush();
        }
    }

    private void Begin()
    {
        for (int i = 0; i < _state.Length; i++)
        {
            _state[i] = Vector256.Create(_initial[i]);
        }
    }

    private static void HashLong(byte prefix, ReadOnlySpan<byte> message, Span<byte> output)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([prefix]);
        hash.AppendData(message);
        hash.GetHashAndReset(output);
    }

    private void Flush()
    {
        Begin();
        int longest = _blocks.Max();
        for (int block = 0; block < longest; block++)
        {
            Compress(block);
        }
        Span<uint> words = stackalloc uint[Lanes];
        for (int word = 0; word < _state.Length; word++)
        {
            _state[word].CopyTo(words);
            for (int lane = 0; lane < _filled; lane++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(_output.AsSpan(_positions[lane] + (word * sizeof(uint))), words[lane]);
            }
        }
        _filled = 0;
    }

    /// <summary>One block of every lane; a lane whose message has ended keeps its state.</summary>
    private void Compress(int block)
    {
        Span<Vector256<uint>> w = stackalloc Vector256<uint>[64];
        Schedule(block, w);
        Vector256<uint> a = _state[0], b = _state[1], c = _state[2], d = _state[3];
        Vector256<uint> e = _state[4], f = _state[5], g = _state[6], h = _state[7];
        for (int t = 0; t < 64; t += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, w[t] + Vector256.Create(K[t]));
            Round(h, a, b, ref c, d, e, f, ref g, w[t + 1] + Vector256.Create(K[t + 1]));
            Round(g, h, a, ref b, c, d, e, ref f, w[t + 2] + Vector256.Create(K[t + 2]));
            Round(f, g, h, ref a, b, c, d, ref e, w[t + 3] + Vector256.Create(K[t + 3]));
            Round(e, f, g, ref h, a, b, c, ref d, w[t + 4] + Vector256.Create(K[t + 4]));
            Round(d, e, f, ref g, h, a, b, ref c, w[t + 5] + Vector256.Create(K[t + 5]));
            Round(c, d, e, ref f, g, h, a, ref b, w[t + 6] + Vector256.Create(K[t + 6]));
            Round(b, c, d, ref e, f, g, h, ref a, w[t + 7] + Vector256.Create(K[t + 7]));
        }
        Span<uint> running = stackalloc uint[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            running[lane] = block < _blocks[lane] ? uint.MaxValue : 0;
        }
        Vector256<uint> mask = Vector256.Create<uint>(running);
        _state[0] += a & mask;
        _state[1] += b & mask;
        _state[2] += c & mask;
        _state[3] += d & mask;
        _state[4] += e & mask;
        _state[5] += f & mask;
        _state[6] += g & mask;
        _state[7] += h & mask;
    }

    private void Schedule(int block, Span<Vector256<uint>> w)
    {
        for (int t = 0; t < 16; t++)
        {
            w[t] = Load((block * BlockSize) + (t * sizeof(uint)));
        }
        for (int t = 16; t < 64; t++)
        {
            Vector256<uint> x = w[t - 15], y = w[t - 2];
            w[t] = w[t - 16] + (Rotate(x, 7) ^ Rotate(x, 18) ^ (x >>> 3)) + w[t - 7] + (Rotate(y, 17) ^ Rotate(y, 19) ^ (y >>> 10));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<uint> Load(int offset) => Vector256.Create(
        Word(offset), Word(offset + LaneSize), Word(offset + (2 * LaneSize)), Word(offset + (3 * LaneSize)),
        Word(offset + (4 * LaneSize)), Word(offset + (5 * LaneSize)), Word(offset + (6 * LaneSize)), Word(offset + (7 * LaneSize)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_padded.AsSpan(offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, int bits) => (x >>> bits) | (x << (32 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, ref Vector256<uint> d,
        Vector256<uint> e, Vector256<uint> f, Vector256<uint> g, ref Vector256<uint> h, Vector256<uint> input)
    {
        h += (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + ((e & f) ^ Vector256.AndNot(g, e)) + input;
        d += h;
        h += (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    }
}
