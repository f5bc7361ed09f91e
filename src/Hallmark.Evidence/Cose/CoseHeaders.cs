using System.Formats.Cbor;

namespace Hallmark.Evidence.Cose;

/// <summary>
/// The labels of a COSE header map (RFC 9052 section 3.1, RFC 9597, RFC 9942) that Hallmark reads and writes, and nothing
/// else: critical labels that are not here make a message unreadable, other unknown labels are passed over.
/// </summary>
public sealed record CoseHeaders
{
    public const int AlgorithmLabel = 1;
    public const int CriticalLabel = 2;
    public const int ContentTypeLabel = 3;
    public const int KeyIdLabel = 4;
    public const int ClaimsLabel = 15;
    public const int ReceiptsLabel = 394;
    public const int TreeLabel = 395;
    public const int ProofsLabel = 396;

    private const int CriticalLimit = 16;

    /// <summary>Verifiable data structure RFC9162_SHA256 (RFC 9942 section 4).</summary>
    public const int Rfc9162Sha256 = 1;

    public long? Algorithm { get; init; }

    public string? ContentType { get; init; }

    public byte[]? KeyId { get; init; }

    public CwtClaims? Claims { get; init; }

    public long? Tree { get; init; }

    /// <summary>Labels that the sender requires to be understood; all of them are, and are in the map.</summary>
    public IReadOnlyList<long> Critical { get; init; } = [];

    /// <summary>Every label in the map, known or not, integers only.</summary>
    public IReadOnlyList<long> Labels { get; init; } = [];

    /// <summary>Deterministic bytes of the map (all labels are non-negative, so ascending order is bytewise order).</summary>
    public byte[] ToBytes()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        Write(writer, AlgorithmLabel, Algorithm);
        if (ContentType is not null)
        {
            writer.WriteInt32(ContentTypeLabel);
            writer.WriteTextString(ContentType);
        }
        if (KeyId is not null)
        {
            writer.WriteInt32(KeyIdLabel);
            writer.WriteByteString(KeyId);
        }
        if (Claims is not null)
        {
            writer.WriteInt32(ClaimsLabel);
            Claims.Write(writer);
        }
        Write(writer, TreeLabel, Tree);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads a protected header; zero bytes are the empty map.</summary>
    public static CoseHeaders Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return new CoseHeaders();
        }
        try
        {
            CborDepth.Check(bytes, "protected header");
            return ReadMap(new CborReader(bytes, CborConformanceMode.Strict));
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new MalformedException("protected header", "is not a CBOR map of COSE headers");
        }
    }

    private static CoseHeaders ReadMap(CborReader reader)
    {
        var headers = new CoseHeaders();
        var labels = new List<long>();
        int count = reader.ReadStartMap() ?? throw new MalformedException("protected header", "has no definite length");
        for (int i = 0; i < count; i++)
        {
            if (reader.PeekState() is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
            {
                reader.SkipValue();
                reader.SkipValue();
                continue;
            }
            long label = reader.ReadInt64();
            // The CBOR reader compares encodings, and one number has several.
            if (labels.Contains(label))
            {
                throw new MalformedException("protected header", $"has label {label} twice");
            }
            labels.Add(label);
            headers = label switch
            {
                AlgorithmLabel => headers with { Algorithm = reader.ReadInt64() },
                ContentTypeLabel when reader.PeekState() == CborReaderState.TextString => headers with { ContentType = reader.ReadTextString() },
                KeyIdLabel => headers with { KeyId = reader.ReadByteString() },
                ClaimsLabel => headers with { Claims = CwtClaims.Read(reader) },
                TreeLabel => headers with { Tree = reader.ReadInt64() },
                CriticalLabel => headers with { Critical = ReadCritical(reader) },
                _ => Skip(reader, headers),
            };
        }
        reader.ReadEndMap();
        foreach (long label in headers.Critical)
        {
            if (!labels.Contains(label))
            {
                throw new MalformedException("crit", $"names header {label}, which is not in the protected header");
            }
        }
        return reader.BytesRemaining == 0
            ? headers with { Labels = labels }
            : throw new MalformedException("protected header", "is followed by more bytes");
    }

    private static CoseHeaders Skip(CborReader reader, CoseHeaders headers)
    {
        reader.SkipValue();
        return headers;
    }

    private static long[] ReadCritical(CborReader reader)
    {
        int count = reader.ReadStartArray() ?? throw new MalformedException("crit", "has no definite length");
        if (count is 0 or > CriticalLimit)
        {
            throw new MalformedException("crit", $"names {count} headers; 1 to {CriticalLimit} are possible");
        }
        long[] critical = new long[count];
        for (int i = 0; i < count; i++)
        {
            if (reader.PeekState() == CborReaderState.TextString)
            {
                throw new MalformedException("crit", "names a header by text, which is not understood");
            }
            long label = reader.ReadInt64();
            if (label is not (AlgorithmLabel or ContentTypeLabel or KeyIdLabel or ClaimsLabel or TreeLabel))
            {
                throw new MalformedException("crit", $"names header {label}, which is not understood");
            }
            critical[i] = label;
        }
        reader.ReadEndArray();
        return critical;
    }

    private static void Write(CborWriter writer, int label, long? value)
    {
        if (value is not null)
        {
            writer.WriteInt32(label);
            writer.WriteInt64(value.Value);
        }
    }
}
