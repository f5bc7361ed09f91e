using System.Buffers.Binary;

namespace Hallmark.Data.Custody;

/// <summary>
/// What can still be deciphered of a sealed object that was altered. A chunk that is refused is deciphered all the same: each
/// altered bit of the ciphertext is an altered bit of the plain bytes, which the registered hashes then locate. These bytes are
/// for locating damage only.
/// </summary>
internal sealed class SealedRemains
{
    private const int ShownLimit = 5;
    private readonly List<long> _refused = [];
    private long _found; // chunks, whole or not

    private SealedRemains(SealedKind kind) => Kind = kind;

    public SealedKind Kind { get; }

    /// <summary>Names of the header's fields that are not what was registered.</summary>
    public IReadOnlyList<string> HeaderFields { get; private set; } = [];

    /// <summary>The plain bytes as far as they are left; null when the key cannot be made any more.</summary>
    public byte[]? Plain { get; private set; }

    /// <summary>What is wrong with the object's outside, as the end of a sentence.</summary>
    public string Problem { get; private set; } = "";

    /// <param name="bytes">Not the object that was registered, or one that cannot be opened.</param>
    /// <param name="size">The size that was registered, of a manifest that was checked.</param>
    public static SealedRemains Of(SealedKind kind, ReadOnlySpan<byte> bytes, long size, BatchSecret secret)
    {
        var remains = new SealedRemains(kind);
        long chunks = (size - SealedFormat.HeaderSize) / SealedFormat.StoredChunkSize;
        if (bytes.Length < SealedFormat.HeaderSize)
        {
            remains.Problem = $"it breaks off after {bytes.Length} bytes, inside its header";
            return remains;
        }
        using SealedKeys keys = SealedKeys.Make(kind, secret.Bytes, SealedFormat.SaltOf(bytes), chunks);
        remains.CompareHeader(bytes, keys.Header);
        byte[] plain = remains.Decipher(bytes[SealedFormat.HeaderSize..], keys, chunks);
        if (remains.HeaderFields.Contains("commitment") && remains._refused.Count == remains._found)
        {
            // Nothing authenticates under what the salt gives: it is the salt that was altered, or the secret is another one's.
            remains.HeaderFields = [.. remains.HeaderFields.Except(["commitment"]), "salt"];
            remains.Problem = "its salt was altered, or the secret is not the one it was sealed with";
            return remains;
        }
        remains.Plain = WithoutPadding(plain);
        remains.Problem = remains.Describe(bytes.Length, size, chunks);
        return remains;
    }

    private static byte[] WithoutPadding(byte[] plain)
    {
        if (plain.Length < SealedFormat.LengthSize)
        {
            return [];
        }
        ulong length = BinaryPrimitives.ReadUInt64BigEndian(plain);
        int most = plain.Length - SealedFormat.LengthSize;
        return plain.AsSpan(SealedFormat.LengthSize, (int)Math.Min(length, (ulong)most)).ToArray();
    }

    private void CompareHeader(ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
    {
        var fields = new List<string>();
        foreach ((string name, Range range) in SealedFormat.HeaderFields)
        {
            if (!found[range].SequenceEqual(expected[range]))
            {
                fields.Add(name);
            }
        }
        HeaderFields = fields;
    }

    private byte[] Decipher(ReadOnlySpan<byte> stored, SealedKeys keys, long chunks)
    {
        byte[] plain = new byte[Math.Min(chunks, (stored.Length / SealedFormat.StoredChunkSize) + 1) * SealedFormat.ChunkSize];
        int length = 0;
        for (long chunk = 0; chunk < chunks && !stored.IsEmpty; chunk++)
        {
            ReadOnlySpan<byte> one = stored[..Math.Min(stored.Length, SealedFormat.StoredChunkSize)];
            ReadOnlySpan<byte> ciphertext = one[..Math.Min(one.Length, SealedFormat.ChunkSize)];
            Span<byte> target = plain.AsSpan(length, ciphertext.Length);
            if (one.Length < SealedFormat.StoredChunkSize || !keys.TryOpen(chunk, one, target))
            {
                keys.Decipher(chunk, ciphertext, target);
                _refused.Add(chunk);
            }
            _found++;
            length += ciphertext.Length;
            stored = stored[one.Length..];
        }
        return plain[..length];
    }

    private string Describe(long found, long size, long chunks)
    {
        if (found != size)
        {
            return found < size
                ? $"it breaks off after {found} of {size} bytes"
                : $"it goes on for {found - size} bytes after its last chunk";
        }
        string shown = string.Join(", ", _refused.Take(ShownLimit)) + (_refused.Count > ShownLimit ? ", …" : "");
        return _refused.Count switch
        {
            0 => "its header was altered",
            1 => $"chunk {shown} of {chunks} does not authenticate",
            _ => $"chunks {shown} of {chunks} do not authenticate",
        };
    }
}
