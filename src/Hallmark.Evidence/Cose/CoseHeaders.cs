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

    /// <summary>Labels are looked up one by one; the longest header that a standard makes of them has a dozen.</summary>
    internal const int LabelLimit = 64;

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
        long? algorithm = null;
        string? contentType = null;
        byte[]? keyId = null;
        CwtClaims? claims = null;
        long? tree = null;
        long[] critical = [];
        int count = reader.ReadStartMap() ?? throw new MalformedException("protected header", "has no definite length");
        if (count > LabelLimit)
        {
            throw new MalformedException("protected header", $"has {count} labels, more than {LabelLimit}");
        }
        var labels = new List<long>();
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
            switch (label)
            {
                case AlgorithmLabel: algorithm = reader.ReadInt64(); break;
                case ContentTypeLabel when reader.PeekState() == CborReaderState.TextString: contentType = reader.ReadTextString(); break;
                case KeyIdLabel: keyId = reader.ReadByteString(); break;
                case ClaimsLabel: claims = CwtClaims.Read(reader); break;
                case TreeLabel: tree = reader.ReadInt64(); break;
                case CriticalLabel: critical = ReadCritical(reader); break;
                default: reader.SkipValue(); break;
            }
        }
        reader.ReadEndMap();
        foreach (long label in critical)
        {
            if (!labels.Contains(label))
            {
                throw new MalformedException("crit", $"names header {label}, which is not in the protected header");
            }
        }
        if (reader.BytesRemaining != 0)
        {
            throw new MalformedException("protected header", "is followed by more bytes");
        }
        return new CoseHeaders
        {
            Algorithm = algorithm,
            ContentType = contentType,
            KeyId = keyId,
            Claims = claims,
            Tree = tree,
            Critical = critical,
            Labels = labels,
        };
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
